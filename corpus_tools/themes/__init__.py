"""What plans are about: a codebook's themes on clauses, with the evidence."""
