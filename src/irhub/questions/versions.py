"""Versions of a questionnaire: read from files, and what becomes of answers when the next one comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from irhub.questions.proof import faults
from irhub.questions.questionnaire import Answers, Q, Question, Questionnaire
from irhub.web.yaml_files import Unsound, read_yaml

_ABOUT = frozenset({"hint", "why", "help", "source", "option_hints", "label", "reworded", "when", "unless"})
"""What of a question can differ between versions and yet the same is asked."""


def read_folder(folder: Path, kind: type[Questionnaire[Q]]) -> dict[str, tuple[Questionnaire[Q], ...]]:
    """The questionnaires of a folder by name, each with its versions in order; `self-check-2.yaml` is version 2 of `self-check`.

    `kind` is `Questionnaire[Question]`, or with the room's own questions. Raises Unsound with a sentence for each fault.
    """
    found: dict[str, list[Questionnaire[Q]]] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.yaml"), key=_name_and_version):
        name, version = _name_and_version(path)
        try:
            read = kind.model_validate({"name": name, "version": version, **read_yaml(path)})
        except ValidationError as problem:
            wrong += [f"{path.name}: {_place(each['loc'])}: {each['msg']}." for each in problem.errors()]
            continue
        wrong += [f"{path.name}: {fault}" for fault in faults(read)]
        before = found.setdefault(name, [])
        wrong += [f"{path.name}: {fault}" for fault in _after(before, read)]
        before.append(read)
    if wrong:
        raise Unsound("\n".join(wrong))
    return {name: tuple(versions) for name, versions in found.items()}


def _name_and_version(path: Path) -> tuple[str, int]:
    name, _, number = path.stem.rpartition("-")
    if not name or not number.isdecimal():
        raise Unsound(f"{path.name}: name the file after the questionnaire and its version, such as self-check-1.yaml.")
    return name, int(number)


def _place(location: tuple[int | str, ...]) -> str:
    return " → ".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _after(before: list[Questionnaire[Q]], read: Questionnaire[Q]) -> list[str]:
    """What is wrong with a version, given those before it."""
    if read.version != len(before) + 1:
        return [f"version {len(before) + 1} of {read.name} is missing."]
    kinds = {question.key: question.kind for version in before for question in version.questions}
    return [
        f"{question.key} was a {kinds[question.key]} in an earlier version and is a {question.kind} now: give it a new key."
        for question in read.questions
        if question.key in kinds and kinds[question.key] != question.kind
    ]


@dataclass(frozen=True)
class Carried:
    """What becomes of answers in another version. Nothing is lost: every answer stands in exactly one of the three.

    `answers` stand as they are. `again` are answers to questions that ask something else by now: shown, to be given again.
    `gone` are answers to questions that there are no more. `new` are the keys of questions that the version before did not have.
    """

    answers: dict[str, Any]
    again: dict[str, Any]
    gone: dict[str, Any]
    new: tuple[str, ...]


def carried(answers: Answers, since: Questionnaire[Q], to: Questionnaire[Q]) -> Carried:
    """Answers that were given in one version, in a later one."""
    changed = changes(since, to)
    there = {question.key for question in to.questions}
    gone = {key: answer for key, answer in answers.items() if key not in there}
    again = {key: answer for key, answer in answers.items() if key in changed}
    stand = {key: answer for key, answer in answers.items() if key not in gone and key not in again}
    return Carried(stand, again, gone, new_in(since, to))


def new_in(since: Questionnaire[Q], to: Questionnaire[Q]) -> tuple[str, ...]:
    """The keys of questions that a version before did not have, in order."""
    had = {question.key for question in since.questions}
    return tuple(dict.fromkeys(each.key for each in to.questions if each.key not in had))


def changes(since: Questionnaire[Q], to: Questionnaire[Q]) -> frozenset[str]:
    """The keys of questions that ask something else than they did, so that their answers must be given again."""
    if since is to:
        return frozenset()
    old, new = _asked_for(since), _asked_for(to)
    reworded = {question.key for question in to.questions if question.reworded}
    return frozenset(key for key in old.keys() & new.keys() if old[key] != new[key] and key not in reworded)


def _asked_for(questionnaire: Questionnaire[Any]) -> Mapping[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for question in questionnaire.questions:
        asks = question.model_dump(include=set(Question.model_fields) - _ABOUT)
        found.setdefault(question.key, []).append(asks)
    return found
