"""Questionnaires as data, what was answered, and the pages that ask: whatever asks people something stands on this room."""
