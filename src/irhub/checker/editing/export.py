"""Approved changes as a file that the data files of a later release can take in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from irhub.checker.models import Proposal
from irhub.rulebook.changing import as_yaml, read_document, row_of
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition

_HEAD = """# Approved changes, to be taken into the data files: rows of `topics` go below the rules of their topic, `sources` and
# `readings` (a later day of reading) into sources.yaml. Then run `irhub rules seal` and `irhub rules check`.
"""


def approved_yaml(proposals: Iterable[Proposal]) -> str:
    """The versions of approved proposals by topic, each with the day on which it was recorded, and their sources."""
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    sources: dict[str, Any] = {}
    readings: dict[str, Any] = {}
    held = rulebook().topics
    for each in proposals:
        document = read_document(each.document, held, each.edition or Edition.read("2000-01-01"))
        for rule in document.rules:
            rows = {key: value for key, value in row_of(rule, held[rule.topic]).items() if key != "topic"}
            topics[rule.topic].append(rows)
        sources |= {key: source.model_dump() for key, source in document.sources.items()}
        readings |= document.readings
    parts = {
        "topics": {name: {"rules": rows} for name, rows in topics.items()},
        "sources": sources,
        "readings": readings,
    }
    return _HEAD + as_yaml({name: part for name, part in parts.items() if part})
