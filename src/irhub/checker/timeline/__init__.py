"""The timeline of rules: what applied when, what changed, what is announced; as pages, feed, calendar and files."""
