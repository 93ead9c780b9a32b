"""Public registers: read, cleaned, judged, kept as history."""
