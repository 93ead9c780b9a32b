"""Links by command: listed for scripts, held against truth, explained in sentences."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from tests.loaded import load_fictional

from irhub.cli.commands import irhub
from irhub.organisations.models import Organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def run(*arguments: object):
    return CliRunner().invoke(irhub, [str(argument) for argument in arguments])


def test_links_are_listed_evaluated_explained_and_the_same_when_made_again(data_folder, tmp_path, settings):
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    listed = list(csv.DictReader(io.StringIO(run("links", "--format", "csv").stdout)))
    assert {row["band"] for row in listed} <= {"accepted", "review"}
    sure = next(row for row in listed if row["band"] == "accepted")
    assert float(sure["score"]) > 0.8
    assert sure["reasons"]

    told = json.loads(run("linkage", "evaluate", tmp_path / "truth.csv", "--json").stdout)
    assert told["accepted"]["precision"] >= 0.9
    assert told["accepted"]["recall"] >= 0.4
    assert "Of links scored so" in run("linkage", "evaluate", tmp_path / "truth.csv").stdout
    (tmp_path / "wrong.csv").write_text("name,town\nx,y\n")
    assert run("linkage", "evaluate", tmp_path / "wrong.csv").exit_code == 2

    why = run("linkage", "explain", sure["sponsor_name"], sure["sponsor_town"])
    assert sure["cqc_provider_id"] in why.stdout
    assert "  for: " in why.stdout
    assert "not on the register" in run("linkage", "explain", "Nobody At All Ltd").stdout

    ids = set(Organisation.objects.values_list("pk", flat=True))
    assert json.loads(run("link", "--json").stdout)["accepted"] == sum(row["band"] == "accepted" for row in listed)
    assert set(Organisation.objects.values_list("pk", flat=True)) == ids
    assert list(csv.DictReader(io.StringIO(run("links", "--format", "csv").stdout))) == listed
