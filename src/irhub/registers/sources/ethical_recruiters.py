"""The list of ethical recruiters that NHS Employers keeps: who declared to keep the code of practice and passed its knowledge test."""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.registers.sources.base import Column, Contradiction, Discovery, Expected, Records, Seen, Source
from irhub.registers.sources.cleaning import drop_without_key, typed
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import events
from irhub.registers.sources.keys import name_key


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows and key the names; a recruiter counts once."""
    tidy = typed(published, SOURCE.columns, on)
    keyed = drop_without_key(tidy.records.with_columns(recruiter_key=name_key(pl.col("name"))), ("recruiter_key",))
    single = one_each(keyed.records, SOURCE)
    return Records(single.records.select("line", *SOURCE.fields), pl.concat([tidy.issues, keyed.issues, single.issues]))


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Who left the list and who came (CHANGE_SCHEMA). A recruiter under another name left and came: the list has no numbers."""
    old, new = (
        frame.rename({"recruiter_key": "entity_key"}).with_columns(place=pl.lit("")) for frame in (before, after)
    )
    left = old.join(new, on="entity_key", how="anti").rename({"line": "line_before"})
    came = new.join(old, on="entity_key", how="anti").rename({"line": "line_after"})
    found = [
        events(left, "recruiter_unlisted", "name", "place"),
        events(came, "recruiter_listed", "name", "place"),
    ]
    return pl.concat(found).sort("kind", "entity_key")


SOURCE = Source(
    name="ethical_recruiters",
    title="NHS Employers’ list of ethical recruiters",
    publisher="NHS Employers",
    licence="No open licence is stated: rows are for checking, and the publisher’s page is what counts",
    cadence="as recruiters join and leave",
    late_after_days=35,
    discovery=Discovery(
        page="https://www.nhsemployers.org/articles/ethical-recruiters-list",
        link_pattern=r"(?i)ethical[-_ ]recruiters?[-_ ]list[^/]*\.(xlsx|csv)$",
        hosts=("www.nhsemployers.org", "nhsemployers.org"),
        content_types=(
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/octet-stream",
        ),
        max_bytes=20 * 2**20,
        every_days=7,
        offers_file=False,
    ),
    columns=(
        Column(
            "Recruiter", "name", "The agency, organisation or collaboration as the list spells it", longest=500,
            aliases=(
                "Recruitment organisation", "Organisation", "Organisation name", "Agency", "Agency name", "Name of agency", "Recruitment agency",
                "Recruitment company", "Company", "Company name", "Name of company", "Name of organisation",
            ),
        ),
        Column(
            "Website", "website", "Its website, as the list gives it", longest=500,
            aliases=("Web address", "Website address", "Web site", "Website link", "URL"),
        ),
    ),
    derived=(("recruiter_key", "Cleaned name"),),
    entity_key="recruiter_key",
    record_key=("recruiter_key",),
    facts=("website",),
    guarded=("name",),
    expected=Expected(
        fewest=50,
        fewest_because="the list of December 2005 left out 149 agencies that had been on the one before; how long it is today is not"
        " known, so the limit only notices a file that was cut off",
        began=date(2005, 12, 1),
        usual_days=31,
        most_lost=5.0,
        most_gained=10.0,
        most_because="no two editions were at hand: recruiters are taken off after an investigation, or as they cease trading, one by one",
    ),
    contradiction=Contradiction("the website of neither stands where two differ", neither=("website",)),
    spelled=("name",),
    seen=(
        Seen(
            "who keeps the list, how recruiters join, are watched and leave it: from NHS Employers’ pages of 2016 to 2024. The list"
            " itself is shown as a page: whoever loads it makes a table of two columns, Recruiter and Website, with its day in the"
            " name of the file, such as 2026-11-02_Ethical_Recruiters_List.csv"
        ),
    ),
    clean=clean,
    changes=changes,
    adds="which recruiters are on the national list of those who declared to keep the code of practice, and who left it",
    returns=(("recruiter_listed", "recruiter_relisted"),),
    cannot_tell=(
        "whether a recruiter behaves well: the list is a declaration and a test of knowledge",
        "why a recruiter left: it may have ceased trading, not answered, or been taken off after an investigation",
        "a company number: a recruiter is known by its name alone, and by another name it is another recruiter",
    ),
    formats=("CSV", "XLSX"),
    unused=("Telephone", "Phone", "Email", "E-mail", "Contact", "Contact name", "Address", "Country", "Type", "Date added", "Date approved", "Date joined"),
)  # fmt: skip
