"""No pattern by which the hub reads words tries without end: forty signs must not hold a web process for ever."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import irhub

SIGNS = "aA1_.-@, ’(:\n"
TIMES = 40
"""A pattern that can read what is repeated in two ways each time would try 2 ** 40 of them."""
LONG = 1_000
"""Letters of a word that would be tried a thousand million times by what tries from each place to each other, and once more within."""
_READ_BY = frozenset({"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub"})
_TRIES = """
import json, re, sys
patterns, words = json.load(sys.stdin)
for each in patterns:
    print(repr(each), flush=True)
    pattern = re.compile(each)
    for word in words:
        pattern.search(word)
print("all", flush=True)
"""


def written() -> Iterator[str]:
    """Patterns that stand in the code as they are."""
    for path in sorted(Path(irhub.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _READ_BY:
                told = node.args[0] if node.args and ast.unparse(node.func.value) == "re" else None
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    yield told.value


def kept() -> Iterator[str]:
    """Patterns that modules keep, those put together of others too."""
    for found in pkgutil.walk_packages(irhub.__path__, "irhub."):
        if ".migrations" not in found.name and not found.name.endswith((".spark", ".wsgi")):
            yield from _within(list(vars(importlib.import_module(found.name)).values()))


def _within(value: object) -> Iterator[str]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value.pattern
    elif isinstance(value, Mapping):
        yield from _within([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _within(each)


def test_no_pattern_tries_without_end_however_odd_the_words_are():
    patterns = sorted({*written(), *kept()})
    assert len(patterns) > 100
    pairs = [(first + then) * TIMES + "!" for first in SIGNS for then in SIGNS]
    trying = subprocess.Popen(
        [sys.executable, "-c", _TRIES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        told, _ = trying.communicate(json.dumps([patterns, [*pairs, *(sign * LONG + "!" for sign in SIGNS)]]), 60)
    except subprocess.TimeoutExpired:
        trying.kill()
        told = trying.communicate()[0]
    assert told.splitlines()[-1] == "all", f"this pattern does not come to an end: {told.splitlines()[-1]}"
