"""The providers that a body buys care from."""
