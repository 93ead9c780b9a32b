"""Finds texts in Python code that are put together by hand though a language has rules for what may stand in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

LANGUAGES: Mapping[str, re.Pattern[str]] = {
    "SQL": re.compile(
        r"\b(SELECT|INSERT INTO|DELETE FROM|UPDATE|FROM|JOIN|WHERE|HAVING|ORDER BY|GROUP BY|COPY|CREATE|ALTER|DROP|GRANT|ARRAY)\b"
    ),
    "XML": re.compile(r"</|(?<!\?P)<[a-z][\w:]*[ >]|/>"),
    "an address": re.compile(r"[?&][\w-]+=…"),
    "JSON": re.compile(r'[{\[]\s*"|"\s*:\s*["{\[]?$'),
}
SEPARATORS = {",", ";", "\t", '","', '";"'}
ESCAPED = {"\\", "'", '"', "%", "_", "<", ">", "&", "{", "}"}
"""Characters that an escape by hand would replace by themselves and something more."""


def made_by_hand(code: str) -> list[tuple[int, str]]:
    """Line and language of each text that is put together of constants and something else, unless by psycopg.sql.

    Seen: f-strings, `+`, `%`, and format, join and replace of a constant or of a name that a module gives to one; lists that
    are joined by what separates cells; and escapes by hand.
    """
    tree = ast.parse(code)
    return sorted(
        {(line, name) for line, text in _put_together(tree) for name, sign in LANGUAGES.items() if sign.search(text)}
        | {(line, "CSV or an array") for line in _joined(tree)}
        | {(line, "an escape") for line in _escaped(tree)}
    )


def _constants(tree: ast.Module) -> dict[str, str]:
    """Names that the module gives to constant texts."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _put_together(tree: ast.Module) -> Iterator[tuple[int, str]]:
    known = _constants(tree)

    def text_of(node: ast.AST) -> str:
        """The constant parts of a text; blank of what is no text."""
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name):
                return known.get(name, "")
            case ast.JoinedStr(values=parts):
                return "…".join(text_of(part) for part in parts)
            case ast.BinOp(left=left, right=right):
                return text_of(left) + text_of(right)
        return ""

    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts) if any(isinstance(part, ast.FormattedValue) for part in parts):
                yield node.lineno, text_of(node)
            case ast.BinOp(op=ast.Add() | ast.Mod()):
                yield node.lineno, text_of(node)
            case ast.Call(func=ast.Attribute(value=whole, attr="format" | "format_map" | "join" | "replace")):
                yield node.lineno, text_of(whole)


def _joined(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(separator)), attr="join")) if (
                separator in SEPARATORS
            ):
                yield node.lineno
            case ast.Call(keywords=keywords) if any(
                word.arg == "separator" and isinstance(word.value, ast.Constant) and word.value.value in SEPARATORS
                for word in keywords
            ):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.Constant(value=str(separator))]) if (
                separator in SEPARATORS
            ):
                yield node.lineno


def _escaped(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="replace" | "replace_all"),
                args=[ast.Constant(value=str(old)), ast.Constant(value=str(new))],
            ) if old in ESCAPED and len(new) > 1 and (old in new or new.startswith("&")):
                yield node.lineno
