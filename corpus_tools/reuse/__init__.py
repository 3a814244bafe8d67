"""Who shares text with whom: pairs, passages, families, boilerplate."""
