"""Text to plans: borders, marked lines, nesting, nodes, clauses."""
