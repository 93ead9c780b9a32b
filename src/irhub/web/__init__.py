"""Base page, forms, lists, downloads, errors: what every page stands on."""
