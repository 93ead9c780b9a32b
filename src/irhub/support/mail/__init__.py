"""Mail that comes to the helpline: read, held against cases, and put into a thread or a tray (ADR 34)."""
