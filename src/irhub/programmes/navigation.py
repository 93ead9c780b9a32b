"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

FOOTER = (("programmes", "What our hub offers"), ("figures", "Figures of the hub"))
