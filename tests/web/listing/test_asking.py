"""What an address asks of a list: whatever it says, a page comes, and says what it could not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from irhub.accounts.models import Body
from irhub.web.forms import DateField
from irhub.web.listing import (
    Cell,
    Column,
    Fetched,
    FilterForm,
    Listing,
    Where,
    ask,
    choice,
    day_field,
    page_of,
    show,
    words_field,
)
from tests.examples import tried


@dataclass(frozen=True)
class Home:
    name: str
    town: str
    beds: int | None
    since: date | None = None


class HomeFilters(FilterForm):
    q = words_field("Name contains")
    town = choice("Town", [("m", "Mockton"), ("s", "Samplebury")])
    since = day_field("Since")


HOMES: Listing[Home] = Listing(
    name="homes",
    caption="Homes",
    noun=("home", "homes"),
    none_at_all="No home is held.",
    none_fits="No home fits.",
    filters=HomeFilters,
    sort="name",
    size=2,
    chooses=True,
    columns=(
        Column("name", "Home", "Its name.", by=lambda row: row.name, cell=lambda row: Cell(row.name, href="/x/"), fixed=True, heads=True),
        Column("town", "Town", "Where it is."),
        Column("beds", "Beds", "How many beds it has.", by=lambda row: row.beds, numeric=True, falls=True),
        Column("since", "Since", "Since when it is open.", usual=False),
        Column("key", "Key", "Its number.", value=lambda row: 7, where=Where.FILES),
        Column("hidden", "Hidden", "For nobody.", value=lambda row: "secret", seen_by=lambda request: False),
    ),
)  # fmt: skip
ROWS = [
    Home("Bracken", "Mockton", 12),
    Home("alder", "Mockton", None),
    Home("Cedar", "Samplebury", 1200, date(2026, 3, 1)),
]


PAGE = """{% from "web/listing.html" import chosen, columns, downloads, empty, filters, pages, rows with context %}
{{ problems(list.asked.form) }}{{ filters(list) }}{{ chosen(list) }}{{ rows(list) }}{{ empty(list) }}{{ downloads(list) }}{{ pages(list.of) }}{{ columns(list) }}"""


def page(request) -> str:
    """The parts of a list's page, all of them."""
    return engines["jinja2"].from_string(PAGE).render({"list": show(ask(request, HOMES), ROWS)}, request)


def asked(**query):
    return ask(RequestFactory().get("/homes/", query), HOMES)


def names(**query) -> list[str]:
    return [row.name for row in show(asked(**query), ROWS).rows]


def test_rows_are_sorted_by_the_usual_column_and_cut_into_pages():
    assert names() == ["alder", "Bracken"]
    assert names(page="2") == ["Cedar"]
    shown = show(asked(page="2"), ROWS)
    assert shown.showing == "Showing 3 to 3 of 3 homes"
    assert show(asked(), ROWS[:1]).showing == "1 home"


def test_a_column_sorts_first_as_it_says_then_the_other_way_round_and_blanks_are_last():
    assert names(sort="beds") == ["Cedar", "Bracken"]
    assert names(sort="-beds") == ["Bracken", "Cedar"]
    assert names(sort="-beds", page="2") == ["alder"]
    beds = HOMES.by_key["beds"]
    assert asked(sort="beds").sorted_by(beds) == "?sort=-beds"
    assert asked(sort="-beds", page="2", q="x").sorted_by(beds) == "?sort=beds&q=x"


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"sort": "town"}, "This list cannot be sorted by “town”: it is in its usual order."),
        ({"sort": "hidden"}, "This list cannot be sorted by “hidden”: it is in its usual order."),
        ({"page": "99"}, "There is no page “99”: this is page 2 of 2."),
        ({"page": "one"}, "There is no page “one”: this is page 1 of 2."),
        ({"columns": "town,colour"}, "There is no column “colour” in this list: it was left out."),
        ({"columns": "hidden"}, "There is no column “hidden” in this list: it was left out."),
    ],
)
def test_what_the_list_does_not_know_is_told_and_the_usual_is_shown(query, word):
    assert show(asked(**query), ROWS).notes == [word]


def test_a_filter_that_cannot_be_read_is_left_out_and_told_at_its_field():
    found = asked(town="x", since="1.3.2026", q=" Cedar ")
    assert found.filters == {"q": "Cedar", "town": "", "since": None}
    assert found.form.errors == {
        "town": ["We left out “x”: choose from the list"],
        "since": ["Write the date as year, month and day, like 2026-03-27. We could not read 1.3.2026"],
    }


class Viewing(FilterForm):
    on = DateField(label="Day", required=False, least=date(2020, 1, 1), most=date(2030, 12, 31))
    reach = choice("Within", [("1", "1 mile"), ("5", "5 miles")], any_of_them=None)


@pytest.mark.parametrize(
    ("given", "asked", "unread"),
    [
        ({}, {"on": date(2026, 11, 1), "reach": "5"}, []),
        ({"on-day": "", "on-month": "", "on-year": "", "reach": ""}, {"on": date(2026, 11, 1), "reach": "5"}, []),
        ({"on-day": "2", "on-month": "3", "on-year": "2026", "reach": "1"}, {"on": date(2026, 3, 2), "reach": "1"}, []),
        ({"on": "2026-03-02", "reach": "far"}, {"on": date(2026, 3, 2), "reach": "5"}, ["Within: We left out “far”: choose from the list."]),
        ({"on-day": "31", "on-month": "2", "on-year": "2026"}, {"on": date(2026, 11, 1), "reach": "5"}, ["Day: There is no 31 February 2026: check the day and the month."]),
    ],
)  # fmt: skip
def test_the_usual_stands_for_what_is_not_given_or_cannot_be_read_which_is_told(given, asked, unread):
    form = Viewing(QueryDict(urlencode(given)), usual={"on": date(2026, 11, 1), "reach": 5})
    assert {name: str(told) for name, told in form.asked.items()} == {name: str(told) for name, told in asked.items()}
    assert form.unread == unread
    said = [one.label for one in form.chosen(QueryDict(urlencode(given)))]
    assert said == [
        name for name, key in (("Day", "on"), ("Within", "reach")) if str(asked[key]) not in ("2026-11-01", "5")
    ]


def test_what_was_chosen_is_told_in_words_each_with_a_way_to_take_it_away():
    found = asked(town="s", since="2026-03-01", page="2", sort="beds")
    assert [(one.label, one.text, one.without) for one in found.chosen] == [
        ("Town", "Samplebury", "?since=2026-03-01&sort=beds"),
        ("Since", "1 March 2026", "?town=s&sort=beds"),
    ]
    assert found.clear == "/homes/?sort=beds"
    assert show(found, []).empty == "No home fits."
    assert show(asked(), []).empty == "No home is held."


def test_columns_are_those_of_the_address_else_the_kept_else_the_usual():
    def keys(found):
        return [column.key for column in found.columns]

    assert keys(asked()) == ["name", "town", "beds"]
    assert keys(asked(columns=["since", "town"])) == ["name", "since", "town"]
    request = RequestFactory().get("/homes/")
    assert keys(ask(request, HOMES, columns="since,gone")) == ["name", "since"]
    assert ask(request, HOMES, columns="since,gone").notes == ()
    assert keys(ask(RequestFactory().get("/homes/?columns=beds"), HOMES, columns="since")) == ["name", "beds"]


def test_a_statement_is_asked_for_one_page_and_again_only_where_the_page_is_not_there():
    calls = []

    def fetch(sort, turned, offset, limit):
        calls.append((sort, turned, offset, limit))
        part = ROWS[offset : offset + limit]
        return part, len(ROWS) if part else 0

    assert show(asked(sort="-beds", page="2"), Fetched(fetch)).rows == ROWS[2:]
    assert calls == [("beds", True, 2, 2)]
    assert show(asked(page="9"), Fetched(fetch)).rows == ROWS[2:]


@tried(75)
@given(st.dictionaries(st.sampled_from(["page", "sort", "columns", "q", "town", "since"]), st.text(max_size=30)))
def test_no_address_breaks_the_page(query):
    request = RequestFactory().get("/homes/", query)
    html = page(request)
    assert "Bracken" in html or "Cedar" in html
    assert "secret" not in html


def test_the_table_says_how_it_is_sorted_and_links_to_the_other_way():
    request = RequestFactory().get("/homes/", {"sort": "beds"})
    html = page(request)
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=-beds"' in html
    assert "1,200" in html
    assert 'rel="next"' in html


def test_a_page_of_anything_gives_the_pages_around_it():
    of = page_of(range(1000), "50", 10)
    assert list(of.rows) == list(range(490, 500))
    assert [link.number if link else None for link in of.links] == [1, None, 49, 50, 51, None, 100]


@pytest.mark.django_db
def test_a_long_list_is_counted_up_to_its_bound_and_says_that_there_are_more():
    Body.objects.bulk_create(Body(kind="council", name=f"Example {number}") for number in range(5))
    rows = Body.objects.filter(name__startswith="Example ").order_by("name")
    of = page_of(rows, "9", 2, bound=4)
    assert (of.count, of.page.number, len(of.rows)) == (4, 2, 2)
    assert "of more than 4 homes" in of.showing(HOMES)
    whole = page_of(rows, "1", 2, bound=5)
    assert (whole.count, "more than" in whole.showing(HOMES)) == (5, False)
