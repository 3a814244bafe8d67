"""Tests of what plans state."""
