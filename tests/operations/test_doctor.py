"""What `irhub doctor` notices."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from irhub.operations import doctor
from irhub.operations.findings import Level


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one source of styles and what was built of it, which is newer."""
    styles, built = tmp_path / "src/irhub/web/styles", tmp_path / "irhub.css"
    styles.mkdir(parents=True)
    for path, age in ((tmp_path / "pyproject.toml", 0), (styles / "_places.scss", 60), (built, 30)):
        path.touch()
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    monkeypatch.setattr(doctor, "STYLES", styles)
    monkeypatch.setattr(finders, "find", lambda _: str(built))
    return tmp_path


def styles() -> tuple[Level, str]:
    return next((found.level, found.says) for found in doctor.surroundings() if found.about == "styles")


def test_styles_that_were_built_before_their_sources_changed_are_noticed_in_a_checkout(checkout: Path):
    assert styles()[0] is Level.GOOD
    (checkout / "src/irhub/web/styles/_places.scss").touch()
    assert styles() == (Level.WARNING, "_places.scss changed after the pages' styles were built.")
    (checkout / "pyproject.toml").unlink()  # in a package every file is as old as it was unpacked
    assert styles()[0] is Level.GOOD
