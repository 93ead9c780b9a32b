"""Names taken apart and their words brought to one spelling."""
