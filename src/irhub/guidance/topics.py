"""What guidance is about, and for whom: topics as data (`topics.yaml`), each with the subjects of the rulebook that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from irhub.programmes.models import Audience
from irhub.web.yaml_files import read_text


@cache
def _topics() -> dict[str, tuple[str, tuple[str, ...]]]:
    told = read_text(files(__package__).joinpath("topics.yaml").read_text(encoding="utf-8"))
    return {key: (str(row["title"]), tuple(row["subjects"])) for key, row in told.items()}


def topics() -> list[tuple[str, str]]:
    """Each topic's key and title, in their order."""
    return [(key, title) for key, (title, _) in _topics().items()]


def topic_of(subject: str) -> str:
    """The key of the topic to which a subject of the rulebook belongs; blank if none does."""
    return next((key for key, (_, subjects) in _topics().items() if subject in subjects), "")


def topic_titles(keys: Iterable[str]) -> list[str]:
    """The titles of topics, in the order of topics; of a key that is none, nothing."""
    asked = set(keys)
    return [title for key, title in topics() if key in asked]


def audience_titles(keys: Iterable[str]) -> list[str]:
    """For whom, in words."""
    asked = set(keys)
    return [str(one.label) for one in Audience if one in asked]
