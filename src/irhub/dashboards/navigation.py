"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (("changes", "Changes"), ("search", "Search"))
FOOTER = (("about", "How to read this"), ("data", "Data"))
