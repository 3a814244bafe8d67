"""Fuzzing of the readers, led by the code that they reach: ``make fuzz``. What it finds is kept in ``finds/``."""
