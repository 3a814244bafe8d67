"""Slow, exact answers to hold the package against; they import nothing of it."""
