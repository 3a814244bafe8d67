"""Checks of one draft: what is worth telling its author before it is handed in."""
