"""This room's places in the menu and at the foot of every page: see accounts/menu.py."""

from irhub.home.own import first
from irhub.home.statutory import PAGES

FOOTER = (("help", "Get help"), *((page.slug, page.title) for page in PAGES))
FIRST = first
