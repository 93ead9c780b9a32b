"""Pages of this room: a signal and one’s own work, replies of providers, challenges."""
