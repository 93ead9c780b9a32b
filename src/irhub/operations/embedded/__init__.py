"""The embedded PostgreSQL server (ADR 0002): `base.py` is the engine that Django's settings name."""
