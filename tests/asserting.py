"""Finds tests that cannot fail: those that assert nothing, themselves or by a helper of the tests, or only for each of what may be none."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ASSERTING = {"raises", "fail", "assert_frame_equal"}
"""What of pytest and Polars asserts when it is called. Playwright's `expect` asserts by what is called of it."""
LITERAL = ast.Tuple | ast.List | ast.Set | ast.Dict | ast.Constant


def _name(called: ast.AST) -> str:
    """The name of what is called: of a function, or of a method."""
    match called:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _called(tree: ast.AST) -> set[str]:
    """The names of what is called; `expect` alone for what asserts by Playwright."""
    return {"assert" if _expects(node) else _name(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _expects(call: ast.Call) -> bool:
    """Whether it is `expect(…).to_…(…)`."""
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="expect")), attr=name):
            return name.startswith(("to_", "not_to_"))
    return False


def _functions(trees: Iterable[ast.AST]) -> Iterator[ast.FunctionDef]:
    return (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def asserting(trees: Iterable[ast.AST]) -> set[str]:
    """The names of the functions that assert, or call one that does."""
    calls: dict[str, set[str]] = {}
    names = ASSERTING | {"assert"}
    for function in _functions(trees):
        calls.setdefault(function.name, set()).update(_called(function))
        if any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function)):
            names.add(function.name)
    while more := {name for name, called in calls.items() if called & names} - names:
        names |= more
    return names


def _tests(trees: dict[Path, ast.Module]) -> Iterator[tuple[Path, ast.Module, ast.FunctionDef]]:
    for file, tree in trees.items():
        for test in _functions([tree]):
            if test.name.startswith("test_"):
                yield file, tree, test


def without_assertion(files: Iterable[Path]) -> list[str]:
    """Each test that asserts nothing, as `file::test`."""
    trees = {file: ast.parse(file.read_text()) for file in files}
    names = asserting(trees.values())
    return [
        f"{file}::{test.name}"
        for file, _, test in _tests(trees)
        if not any(isinstance(node, ast.Assert) for node in ast.walk(test)) and not _called(test) & names
    ]


def perhaps_without_assertion(files: Iterable[Path]) -> list[str]:
    """Each test, as `file::test`, whose assertions all stand in loops over what may be nothing, or in one branch alone.

    Sure to hold something: what is written out, and what bears a name in capitals. A property's examples are drawn again and
    again: those tests are left out.
    """
    trees = {file: ast.parse(file.read_text()) for file in files}
    names = asserting(trees.values())
    return [
        f"{file}::{test.name}"
        for file, _, test in _tests(trees)
        if not any("given" in _called(mark) for mark in test.decorator_list) and not _surely(test.body, names)
    ]


def _surely(body: Iterable[ast.stmt], names: set[str]) -> bool:
    """Whether an assertion is reached whichever way the statements go."""
    return any(_reaches(statement, names) for statement in body)


def _reaches(statement: ast.stmt, names: set[str]) -> bool:
    match statement:
        case ast.For(iter=over, body=body):
            return bool(_called(over) & names) or (_sure(over) and _surely(body, names))
        case ast.If(body=body, orelse=other):
            return _surely(body, names) and _surely(other, names)
        case ast.With(items=items, body=body):
            return any(_called(item) & names for item in items) or _surely(body, names)
        case ast.Try(body=body, finalbody=last, handlers=handlers):
            return _surely([*body, *last], names) or any(_surely(one.body, names) for one in handlers)
        case ast.Assert(test=ast.Call(func=ast.Name(id="all"), args=[ast.GeneratorExp(generators=[each, *_])])):
            return _sure(each.iter)
        case ast.Assert():
            return True
        case ast.FunctionDef() | ast.ClassDef():
            return False
    return bool(_called(statement) & names)


def _sure(over: ast.expr) -> bool:
    """Whether what is gone through is sure to hold something."""
    match over:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="range" | "product")):
            return True
        case ast.Call(func=ast.Name(id="enumerate" | "sorted" | "zip" | "list" | "reversed"), args=[first, *_]):
            return _sure(first)
        case ast.Call(func=ast.Attribute(value=value, attr="items" | "values" | "keys")):
            return _sure(value)
        case ast.BinOp(left=left, right=right):
            return _sure(left) or _sure(right)
    return isinstance(over, LITERAL)
