"""What a machine that goes down leaves torn in the data folder is made again, or told in a sentence."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from jinja2 import DictLoader
from polars.testing import assert_frame_equal

from irhub.cli import scenes
from irhub.config import home
from irhub.indicators import past
from irhub.registers import queries as register_queries
from irhub.registers.models import Edition
from irhub.registers.rows import records_of
from irhub.web.errors import ActionRefused
from irhub.web.jinja import environment
from tests.held import held as held

TORN = pytest.mark.parametrize(
    "tear", [lambda whole: b"", lambda whole: whole[:20], lambda whole: whole[: len(whole) // 2], lambda whole: whole[:8] + bytes(len(whole) - 8)],
    ids=["empty", "a few bytes", "cut", "zeros"],
)  # fmt: skip


@TORN
@pytest.mark.django_db
def test_rows_that_are_torn_are_made_again_of_the_archive(held, tear):
    edition = Edition.objects.filter(register="home_office_sponsors", state="accepted").order_by("-date").first()
    before = records_of(edition)
    (file,) = (Path(settings.HOME) / "rows").glob(f"{edition.register}-{edition.sha256[:16]}-*/records.parquet")
    file.write_bytes(tear(file.read_bytes()))
    assert_frame_equal(records_of(edition), before)


@TORN
@pytest.mark.django_db
def test_a_past_day_that_is_torn_is_worked_out_again(held, tear):
    day = register_queries.newest_date() - timedelta(days=20)
    past.work_out(day)
    (file,) = (Path(settings.HOME) / "signals").glob(f"{day}-*.parquet")
    file.write_bytes(tear(file.read_bytes()))
    address = f"/country/england/attention/?as_at={day}"
    assert Client(headers={"host": "localhost"}).get(address).status_code in (202, 429)
    past.work_out(day)
    assert Client(headers={"host": "localhost"}).get(address).status_code == 200


def test_a_demo_that_does_not_know_what_it_played_says_so(tmp_path):
    (tmp_path / "scenes.json").write_text("[")
    with pytest.raises(ActionRefused, match="remove its data folder"):
        scenes.play(tmp_path / "scenes.json")


def test_a_signing_key_that_is_empty_is_made_again_and_one_that_is_there_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("IRHUB_HOME", str(tmp_path))
    (tmp_path / "secret-key").touch()
    home.secret_key.cache_clear()
    made = home.secret_key()
    home.secret_key.cache_clear()
    assert len(made) > 60
    assert home.secret_key() == made
    home.secret_key.cache_clear()


@TORN
def test_a_template_whose_compiled_form_is_torn_is_compiled_again(tmp_path, monkeypatch, tear):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def said() -> str:
        """By a process that has compiled nothing yet."""
        env = environment(loader=DictLoader({"page": "{{ 1 + 1 }} care homes"}))
        env.bytecode_cache.directory = str(tmp_path)
        return env.get_template("page").render()

    assert said() == "2 care homes"
    (file,) = tmp_path.iterdir()
    file.write_bytes(tear(file.read_bytes()))
    assert said() == "2 care homes"
