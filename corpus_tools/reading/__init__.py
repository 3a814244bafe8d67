"""Bytes to sources: files found, decoded, repaired, and brought into the text that a page prints."""
