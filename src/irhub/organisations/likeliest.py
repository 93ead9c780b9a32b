"""Which CQC provider a name and town from outside the registers most likely means, by the linker as it last learned."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from django.conf import settings

from irhub.linkage import linker, sides, state
from irhub.organisations.linking import companies_frame, sponsors_frame


def likeliest(asked: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The linker's answer for each row of `asked` (sponsor_key, name, town, county); see linkage.linker.link.

    How rare words are, and where towns lie, is taken from the last run of the linker, else learned from the registers.
    """
    companies = companies_frame()
    kept = state.load(Path(settings.HOME) / "linkage")
    learned = kept.learned if kept else sides.learn(sponsors_frame(), places, companies)
    return linker.start(asked, places, companies, learned).links
