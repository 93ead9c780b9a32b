"""What the hub writes to people: an outbox in the database, which a background worker empties (ADR 0026)."""
