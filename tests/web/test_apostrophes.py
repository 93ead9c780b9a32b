"""Pages have one apostrophe, the curly one: in their templates, and in what forms, lists, actions and messages say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import irhub

SOURCE = Path(irhub.__file__).parent
STRAIGHT = re.compile(r"\w'\w")
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<script.*?</script>|<[^>]*>", re.S)
SAY = ("forms", "actions", "views", "lists", "workflows", "notices", "challenges")
"""Modules, or folders of them, whose texts people read on pages; and those whose names end with `_list`."""


def straight_in_template(text: str) -> list[str]:
    words = [
        *CODE.split(text),
        *(told for code in CODE.findall(text) for told in re.findall(r'"([^"<>]* [^"<>]*)"', code)),
    ]
    return [word.strip()[:80] for word in words if STRAIGHT.search(word)]


def texts_of(code: str) -> Iterator[str]:
    """The texts of a module, save its docstrings."""
    tree = ast.parse(code)
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in told:
            yield one.value


def test_no_page_mixes_its_apostrophes():
    found = [(str(path.relative_to(SOURCE)), word) for path in SOURCE.rglob("jinja2/**/*.html") for word in straight_in_template(path.read_text())]  # fmt: skip
    for path in SOURCE.rglob("*.py"):
        if path.stem in SAY or path.stem.endswith("_list") or "views" in path.parts:
            found += [(str(path.relative_to(SOURCE)), text) for text in texts_of(path.read_text()) if STRAIGHT.search(text)]  # fmt: skip
    assert not found, found


def test_a_straight_one_is_found():
    assert straight_in_template("<p class=\"x\">The CQC's list {# it's code #}</p>") == ["The CQC's list"]
    assert straight_in_template('{{ told("the hub\'s own") }}') == ["the hub's own"]
    assert [text for text in texts_of('"""It\'s a docstring."""\nsaid = "It\'s said"') if STRAIGHT.search(text)] == ["It's said"]  # fmt: skip
