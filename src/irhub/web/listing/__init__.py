"""Lists: a table declared once, from which come its page, its filters, its sorting, its paging and its files (docs/listing.md)."""

from irhub.web.listing.asking import Asked, ask
from irhub.web.listing.columns import Cell, Column, Fetched, Listing, Where, of_month
from irhub.web.listing.downloads import FORMATS, download, with_downloads
from irhub.web.listing.filters import FilterForm, choice, day_field, words_field
from irhub.web.listing.pages import Shown, in_order, page_by_page, page_of, page_with, show

__all__ = [
    "FORMATS",
    "Asked",
    "Cell",
    "Column",
    "Fetched",
    "FilterForm",
    "Listing",
    "Shown",
    "Where",
    "ask",
    "choice",
    "day_field",
    "download",
    "in_order",
    "of_month",
    "page_by_page",
    "page_of",
    "page_with",
    "show",
    "with_downloads",
    "words_field",
]
