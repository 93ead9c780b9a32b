"""Whatever is typed gives a page that can do no harm, and a rule in it shows the value of the day."""

from __future__ import annotations

import re
from datetime import date

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.guidance.diffs import around, differences
from irhub.guidance.embedding import changed, held
from irhub.guidance.plain import as_text
from irhub.guidance.rendering import embedded_in, render
from irhub.rulebook.loading import rulebook
from tests.examples import tried

BOOK = rulebook()
DAY = date(2026, 11, 28)
BITS = (
    "{{ rule: salary_floor }}", "{{ rule: licence_fee/small }}", "{{ hourly: SAL-04 }}", "{{ foo }}", "{{", "}}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](data:text/html,x)", "![x](https://example.org/x.png)", "**", "_", "`",
    "\n\n## Part\n\n", "\n- ", "\n1. ", "\n| a | b |\n|---|---|\n| c | d |\n", "\n> ", "\n```\n", "<svg/onload=alert(1)>", "[x]: //evil",
    "[a ", "](https://example.org/)", "<a href='x' style='x'>", "\\", "&lt;script&gt;", "\x00", "é",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=12)), max_size=14).map("".join)


@tried(150)
@given(TEXTS)
def test_no_text_gives_a_script_a_style_an_image_or_a_traceback(text):
    html = render(text, BOOK, DAY).html
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in {"script", "style", "img", "svg", "iframe", "form", "input", "object"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            if name == "href":
                assert not re.match(r"\s*(javascript|data|vbscript)", value, re.I)
    assert not [inner for inner in re.findall(r"<a [^>]*>(.*?)</a>", html, re.DOTALL) if "<a " in inner]
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    as_text(text, BOOK, DAY)


@pytest.mark.parametrize("written", ["rule: salary_floor", "says: suspension_reply", "since: SAL-04"])
def test_a_rule_within_a_link_is_words_and_the_link_stays_whole(written):
    html = render(
        f"Read [before {{{{ {written} }}}} after](https://example.org/x) {{{{ rule: SAL-04 }}}}.", BOOK, DAY
    ).html
    first, second = re.findall(r"<a .*?</a>", html)
    assert first.count("<a ") == second.count("<a ") == 1
    assert "https://example.org/x" in first
    assert first.endswith("after</a>")
    assert "/rules/" in second


@tried(75)
@given(TEXTS, TEXTS)
def test_the_differences_of_two_texts_hold_both_of_them(before, after):
    lines = differences(before, after)
    for text, left_out in ((before, "added"), (after, "removed")):
        told = "".join(piece.words for line in lines for piece in line if piece.kind != left_out)
        assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ rule: salary_floor }}", "£25,000 a year"),
        ("{{rule:salary-floor}}", "£25,000 a year"),
        ("{{ rule: sal-04 }}", "£25,000 a year"),
        ("{{ hourly: salary_floor }}", "£12.82 an hour"),
        ("{{ since: salary_floor }}", "9 April 2025"),
        ("{{ rule: suspension_reply }}", "20 working days"),
    ],
)
def test_a_rule_shows_its_value_and_leads_to_its_page(written, shown):
    told = render(f"It is {written}.", BOOK, DAY)
    assert f">{shown}</a>" in told.html
    assert not told.problems
    assert told.rules[0].sources
    assert as_text(f"It is {written}.", BOOK, DAY) == f"It is {shown}."


def test_another_day_shows_another_value():
    text = "{{ rule: salary_floor }}"
    assert as_text(text, BOOK, date(2024, 6, 1)) != as_text(text, BOOK, DAY)
    assert as_text(text, BOOK, date(1990, 1, 1)) == "not held"


def test_a_rule_that_is_not_settled_says_so():
    assert "(not settled)" in render("{{ rule: licence_fee/small }}", BOOK, DAY).html


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ rule: salry_floor }}", "Did you mean “salary_floor”?"),
        ("{{ rule: qqq }}", "Look it up in the list of rules."),
        ("{{ salary_floor }}", "Write it as {{ rule: salary_floor }}"),
        ("{{ rule: licence_fee }}", "Write one of these: licence_fee/small, licence_fee/large."),
        ("{{ colour: salary_floor }}", "Of this rule a page can show: rule, says, since"),
        ("{{ rule: salary_floor", "is not closed on the same line"),
    ],
)
def test_what_cannot_be_shown_is_told_in_plain_words(written, told):
    assert told in " ".join(render(written, BOOK, DAY).problems)


def test_a_sentence_reads_on_with_its_rule_behind_it():
    told = render("{{ says: suspension_reply }}", BOOK, DAY)
    assert ">ENF-02</a>)" in told.html
    assert "There is no hearing. (" in told.html


def test_what_follows_on_a_later_day_is_told():
    assert render("{{ rule: settlement_english }}", BOOK, DAY).rules[0].coming == "From 26 March 2027: B2."


def test_of_a_long_text_what_changed_is_shown_with_a_line_on_either_side():
    before = "\n".join(str(number) for number in range(20))
    lines = around(differences(before, before.replace("10", "ten")))
    assert ["".join(piece.words for piece in line) for line in lines] == ["⋯", "9", "10ten", "11", "⋯"]


def test_code_is_left_as_it_is_written():
    assert not embedded_in("`{{ rule: salary_floor }}`", BOOK)


def test_a_rule_that_changed_since_it_was_checked_is_found_with_its_day():
    then = held(["salary_floor/all", "suspension_reply/all"], date(2025, 4, 1), BOOK)
    (change,) = changed(then, DAY, BOOK)
    assert (change.line, change.day) == ("salary_floor/all", date(2025, 4, 9))
    assert "From 9 April 2025: £25,000 a year, until then" in change.says
    assert not changed(held(then, DAY, BOOK), DAY, BOOK)
    (gone,) = changed({"salary_floor/all": "SAL-04 version 1"}, date(1990, 1, 1), BOOK)
    assert gone.after is None
    assert "We hold no rule" in gone.says


def test_a_text_reads_as_plain_words_in_a_letter():
    text = "## Pay\n\nAt **least** {{ rule: salary_floor }}:\n\n1. first\n2. see [the list](/rules/)\n   - below\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert as_text(text, BOOK, DAY) == (
        "Pay\n\nAt least £25,000 a year:\n\n1. first\n2. see the list (/rules/)\n  - below\n\na | b\nc | d"
    )
