"""A call is tried from end to end before it opens, in tables of its own, which nothing else reads: so nothing of it counts."""
