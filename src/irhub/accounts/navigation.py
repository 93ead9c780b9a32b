"""This room's places in the menu of every page: see accounts/menu.py."""

NAVIGATION = (("people", "People"), ("provider-requests", "Requests to join"), ("audit", "Who did what"))
