"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

NAVIGATION = (
    ("supplier-desk", "Frameworks"),
    ("supplier-assessments", "Assessments"),
    ("supplier-applications", "Applications"),
)
FOOTER = (("suppliers", "Approved recruiters"),)
