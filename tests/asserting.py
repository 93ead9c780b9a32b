"""Finds tests that cannot fail: those that assert nothing, themselves or by a helper of the tests."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ASSERTING = {"raises", "fail", "expect", "assert_frame_equal"}
"""What of pytest, Playwright and Polars asserts when it is called."""


def _called(function: ast.AST) -> set[str]:
    """The names of what a function calls."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    }


def _functions(trees: Iterable[ast.AST]) -> Iterator[ast.FunctionDef]:
    return (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def asserting(trees: Iterable[ast.AST]) -> set[str]:
    """The names of the functions that assert, or call one that does."""
    calls: dict[str, set[str]] = {}
    names = set(ASSERTING)
    for function in _functions(trees):
        calls.setdefault(function.name, set()).update(_called(function))
        if any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function)):
            names.add(function.name)
    while more := {name for name, called in calls.items() if called & names} - names:
        names |= more
    return names


def without_assertion(files: Iterable[Path]) -> list[str]:
    """Each test that asserts nothing, as `file::test`."""
    trees = {file: ast.parse(file.read_text()) for file in files}
    names = asserting(trees.values())
    return [
        f"{file}::{test.name}"
        for file, tree in trees.items()
        for test in _functions([tree])
        if test.name.startswith("test_")
        and not any(isinstance(node, ast.Assert) for node in ast.walk(test))
        and not _called(test) & names
    ]
