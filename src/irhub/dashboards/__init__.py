"""Pages of places, organisations, changes and data."""
