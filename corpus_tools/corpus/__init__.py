"""Many inputs together."""
