"""What every definition must say, and what none may read or say."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest

import irhub.indicators.catalogue as catalogue
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.describe import indicators_markdown
from irhub.indicators.indicator import Audience, Indicator, Question
from irhub.registers.sources import SOURCES

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for path in Path(catalogue.__file__).parent.glob("*.py") if path.name != "__init__.py")
MAY_BE_BLANK = {"unit", "checked", "shown_as_one", "excludes", "minimum_denominator"}
NEVER_READ = re.compile(
    r"nationalit|surname|ethnic|language|religio(?!us Worker)|born|country|population|neighbourhood|user_bands", re.I
)
NEVER_SAID = re.compile(
    r"\b(revoked on|struck off the register|illegal\w*|unethical|match 0|risk score|suspicious|rogue)\b", re.I
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_an_indicator_is_one_small_module_with_every_part_of_its_definition(path):
    module = import_module(f"irhub.indicators.catalogue.{path.stem}")
    indicator = module.INDICATOR
    assert isinstance(indicator, Indicator)
    assert indicator.code == path.stem.replace("_", "-")
    assert module.__doc__
    assert module.find.__doc__
    for field in fields(indicator):
        if field.name not in MAY_BE_BLANK:
            assert getattr(indicator, field.name), field.name
    assert all(text.strip().endswith((".", "?")) for text in (indicator.asks, indicator.why, indicator.next_step))
    assert len(indicator.not_to_conclude) >= 1
    assert len(path.read_text().splitlines()) <= 150


def test_there_are_at_least_25_and_each_question_has_some():
    assert len(CATALOGUE) >= 25
    assert {one.question for one in CATALOGUE.values()} == set(Question)


def test_what_an_indicator_says_it_reads_are_columns_of_registers():
    assert any(one.evidence for one in CATALOGUE.values())
    for one in CATALOGUE.values():
        for register, field in one.evidence:
            assert field in SOURCES[register].fields, (one.code, field)


def test_no_indicator_reads_who_people_are_or_where_they_come_from():
    for path in MODULES:
        assert not NEVER_READ.search(path.read_text()), path.stem


def test_only_indicators_for_those_who_may_see_people_read_their_names():
    reading = [path for path in MODULES if re.search(r"nominated_individual|registered_manager", path.read_text())]
    assert reading
    for path in reading:
        assert CATALOGUE[path.stem.replace("_", "-")].audience is Audience.PEOPLE, path.stem


def test_no_definition_judges_anybody():
    for one in CATALOGUE.values():
        words = " ".join([one.title, one.asks, one.why, one.next_step, *one.not_to_conclude, *one.severities.values()])
        assert not NEVER_SAID.search(words), one.code


def test_what_excludes_each_other_is_an_indicator_and_not_itself():
    for one in CATALOGUE.values():
        assert set(one.excludes) <= set(CATALOGUE) - {one.code}, one.code


def test_versions_are_numbered_in_order_with_a_date_each():
    for one in CATALOGUE.values():
        assert [version.number for version in one.history] == list(range(1, len(one.history) + 1))
        assert [version.on for version in one.history] == sorted(version.on for version in one.history)


def test_the_document_is_made_of_the_catalogue():
    assert (ROOT / "docs" / "indicators.md").read_text() == indicators_markdown(), "run irhub docs"
