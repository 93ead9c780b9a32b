"""That nothing of a provider's contact with the hub reaches anybody outside it."""
