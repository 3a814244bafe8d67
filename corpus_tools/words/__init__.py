"""Clauses to words: segmenting, and the weights of words."""
