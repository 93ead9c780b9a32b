"""Grants of before the hub, read from files: taken in row by row, matched to organisations, counted with the hub's own."""
