"""Grants that a funder publishes as 360Giving files: what is told of each, what is wrong with it, and the versions that were published."""
