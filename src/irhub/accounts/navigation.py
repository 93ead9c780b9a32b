"""This room's places in the menu of every page: see accounts/menu.py."""

NAVIGATION = (("people", "People"), ("audit", "Who did what"))
