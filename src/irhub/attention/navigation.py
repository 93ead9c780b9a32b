"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (("my-work", "My work"), ("challenges", "Challenges"))
