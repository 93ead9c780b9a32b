"""The seal of a rule's version: a digest of everything in it, kept in data/sealed.csv, so that no rule is edited in place."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

from irhub.rulebook.loading import DATA
from irhub.rulebook.rules import Rule

SEALED = DATA / "sealed.csv"


def seal(rule: Rule) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a rule's fields; of `turn` only where it is not 0."""
    fields = rule.model_dump(mode="json")
    if not rule.turn:  # so that the seals of what is shipped never change
        del fields["turn"]
    content = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def sealed(path: Path = SEALED) -> dict[tuple[str, int], str]:
    """The seals that are held, by rule and version."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["rule"], int(row["version"])): row["seal"] for row in csv.DictReader(file)}


def broken(rules: tuple[Rule, ...], held: dict[tuple[str, int], str]) -> list[str]:
    """What is wrong, one sentence each: a sealed version that was edited or taken out, and a version not yet sealed."""
    present = {(rule.id, rule.version): seal(rule) for rule in rules}
    found = [
        f"{key} version {version} was edited. Put it back, and add version {version + 1} instead."
        for (key, version), old in held.items()
        if present.get((key, version), old) != old
    ]
    found += [
        f"{key} version {version} was taken out. Withdraw it by a new version."
        for key, version in held.keys() - present
    ]
    found += [
        f"{key} version {version} is not sealed. Run `irhub rules seal`." for key, version in present.keys() - held
    ]
    return sorted(found)


def add_seals(rules: tuple[Rule, ...], path: Path = SEALED) -> int:
    """Seal what is not sealed yet. Returns how many; a seal that is held is never changed."""
    held = sealed(path)
    new = {(rule.id, rule.version): seal(rule) for rule in rules if (rule.id, rule.version) not in held}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "version", "seal"))
        writer.writerows((*key, value) for key, value in sorted({**held, **new}.items()))
    return len(new)
