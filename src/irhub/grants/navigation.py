"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (
    ("grant-desk", "Grants"),
    ("grant-assessments", "Grant assessments"),
)
FOOTER = (("grants", "Grants"), ("grant-applications", "Your grant applications"))
