"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (
    ("supplier-desk", "Frameworks"),
    ("supplier-assessments", "Supplier assessments"),
    ("supplier-applications", "Supplier applications"),
)
FOOTER = (("suppliers", "Approved recruiters"),)
