"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

FOOTER = (
    ("guidance", "Guidance and news"),
    ("guidance-changes", "What changed in the rules"),
    ("guidance-desk", "Write guidance"),
)
