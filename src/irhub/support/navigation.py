"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

FOOTER = (("support", "Helpline"), ("help-questions", "Your questions to the helpline"))
