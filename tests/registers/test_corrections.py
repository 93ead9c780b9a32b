"""A person's correction stands beside what the register says, survives a rebuild, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from irhub.cli.commands import irhub
from irhub.registers import corrections, taking_in
from irhub.registers.models import Correction, SponsorSpan
from irhub.web.errors import ActionRefused
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 3)


@pytest.fixture(autouse=True)
def _register(data_folder, tmp_path):
    rows = [("Quillmoor Care Ltd", "Sampleham"), ("Twin Homes Ltd", "Exampleton"), ("Twin Homes Ltd", "Sampleham")]
    taking_in.load(sponsor_file(tmp_path, DAY, rows))


def make(record: str = "quillmoor care ltd", **changed: object) -> Correction:
    asked = {"reason": "Their letter of 4 March", "by": "Pat Sample", **changed}
    return corrections.correct("home_office_sponsors", record, "town", "Exampleton", **asked)  # type: ignore[arg-type]


def test_a_correction_keeps_the_published_words_and_the_row_it_was_made_on():
    made = make()
    assert (made.published, made.corrected, made.edition_date, made.line) == ("Sampleham", "Exampleton", DAY, 2)
    assert SponsorSpan.objects.get(name="Quillmoor Care Ltd").town == "Sampleham"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"record": "Nobody Ltd"}, "no record called Nobody Ltd"),
        ({"record": "Twin Homes Ltd"}, "2 records are called"),
        ({"reason": " "}, "why you say so"),
        ({"until": DAY}, "before it begins"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused_in_words(asked, told):
    with pytest.raises(ActionRefused, match=told):
        make(**asked)
    assert not Correction.objects.exists()


def test_rebuilding_under_new_cleaning_rules_finds_the_row_again():
    made = make()
    key = made.entity_key
    Correction.objects.update(entity_key="as older rules spelt it", cleaner=0)
    taking_in.rebuild()
    made.refresh_from_db()
    assert made.entity_key == key


def test_rebuilding_refuses_to_lose_a_correction():
    make()
    Correction.objects.update(line=999, cleaner=0)
    with pytest.raises(ActionRefused, match="lost its row"):
        taking_in.rebuild()
    assert SponsorSpan.objects.count() == 3


def test_a_correction_is_made_listed_and_withdrawn_by_command():
    def run(*arguments: str):
        return CliRunner().invoke(irhub, list(arguments))

    made = run(
        "correct", "home_office_sponsors", "Quillmoor Care Ltd", "town", "Exampleton", "--reason", "Their letter"
    )
    assert made.exit_code == 0, made.output
    number = str(Correction.objects.get().pk)
    assert "Their letter" in run("corrections", "--format", "csv").stdout
    assert run("withdraw", number).exit_code == 0
    assert run("withdraw", number).exit_code == 2
    assert run("correct", "home_office_sponsors", "x", "colour", "red", "--reason", "y").exit_code == 2
