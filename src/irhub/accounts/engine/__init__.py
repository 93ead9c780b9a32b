"""Django's PostgreSQL engine, with one thing more: after a roll-back the database is told again who acts."""
