"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

FOOTER = (
    ("legal-mine", "Legal advice"),
    ("legal-day", "Calls for legal advice"),
    ("legal-times", "Times for legal advice"),
    ("legal-desk", "Appointments with a lawyer"),
    ("legal-invoices", "Minutes of legal advice by month"),
)
