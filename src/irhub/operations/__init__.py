"""Background work, health, backups: how the site runs."""
