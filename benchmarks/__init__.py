"""Accuracy and speed beside other tools, in one run: ``python -m benchmarks``."""
