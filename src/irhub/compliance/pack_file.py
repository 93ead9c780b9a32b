"""The pack for the day of a visit as tagged PDF (PDF/UA): who does what, and where things are. It tells nothing of answers and gaps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst

from irhub.compliance.how_it_stands import Standing
from irhub.compliance.questionnaire import PACK, CheckQuestion, newest
from irhub.programmes.models import ContactPoint
from irhub.questions.questionnaire import Answers
from irhub.questions.words import said
from irhub.web.saying import say_day

_TEMPLATE = Path(__file__).with_name("pack.typ")
ON_THE_DAY = (
    "Ask for their names and identity, and note the time. Never refuse or delay entry.",
    "Call whoever is to be called. If the authorising officer is away, say so in writing and offer a day.",
    "Offer the room, and a private one for interviews. Ask which languages people speak.",
    "Everybody simply tells the truth. Nobody is told what to say.",
    "Bring each record that is asked for, and list every copy that is taken.",
    "At the end ask what is outstanding, and by when. One person owns that list.",
)
"""What to do while officers are there. Sources: howarths-uk.com, ouryclark.com, capitallaw.co.uk, read on 23 November 2026."""


def words_of(
    pack: Standing | None, check: Standing | None, *, provider: str, on: date, helplines: Sequence[ContactPoint]
) -> dict[str, Any]:
    """What the pack says. `pack`, `check`: the answers of the pack and the self-check, None if there are none."""
    written = pack.answers if pack else {}
    return {
        "title": "Pack for the day of a visit",
        "provider": provider,
        "day": say_day(on),
        "steps": list(ON_THE_DAY),
        "parts": [
            {"title": page.called, "rows": [[each.label, _written(each, written)] for each in page.questions]}
            for page in newest(PACK).pages
        ],
        "evidence": _evidence(check),
        "helplines": [
            ", ".join(filter(None, (one.name, one.phone, one.email))) for one in helplines
        ],
    }  # fmt: skip


def _written(question: CheckQuestion, answers: Answers) -> str:
    """What is written; blank, to be filled in by hand, where nothing is: officers may ask for the pack, and it tells of no gap."""
    return said(question, answers[question.key]) if answers.get(question.key) else ""


def _evidence(check: Standing | None) -> list[dict[str, Any]]:
    found = []
    for page in check.asking.pages if check else ():
        rows = [
            [each.label, line.what, line.kept_where, line.keeper, say_day(line.seen_on)]
            for each in page.questions
            for line in (check.evidence.get(each.key, ()) if check else ())
        ]
        if rows:
            found.append({"title": page.called, "rows": [list(row) for row in dict.fromkeys(map(tuple, rows))]})
    return found


def pdf_of(words: dict[str, Any]) -> bytes:
    """The file."""
    made: bytes = typst.compile(str(_TEMPLATE), sys_inputs={"pack": json.dumps(words)}, pdf_standards=["ua-1"])
    return made
