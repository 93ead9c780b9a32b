"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (("self-check", "Self-check"),)
FOOTER = (("self-check-hard", "What providers find hard"),)
