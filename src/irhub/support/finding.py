"""What is asked of the page that finds a caller."""

from __future__ import annotations

from irhub.web.listing import FilterForm, words_field


class FindForm(FilterForm):
    """Who calls."""

    q = words_field("Who calls?", hint="Name, CQC provider id, postcode, company number, or the name of a council.")
