"""The helpline."""
