"""Where people decide who is who."""
