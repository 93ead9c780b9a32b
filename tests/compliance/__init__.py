"""That the self-check asks what it should, weighs it in one way, loses nothing, and tells nobody outside the provider."""
