"""What people read says none of the phrases that docs/style.md sets under “do not say”: pages, messages, e-mails, guidance."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import irhub
from irhub.web.saying import agreeing

SOURCE = Path(irhub.__file__).parent
STYLE = SOURCE.parents[1] / "docs" / "style.md"
NEVER = {
    "does not stand on it": r"\bstands? on (it|the (newest )?(sponsor )?register)\b",
    "stands on the register": r"\bstands? on (it|the (newest )?(sponsor )?register)\b",
    "hangs on": r"\bhangs? on\b",
    "stands at": r"\b[Ss]tands? at\b",
    "holds of": r"\bholds? of\b",
    "asks for something to be done": r"\basks for something to be done\b",
    "take it back": r"\btakes? (it|this|them|that) back\b",
    "take this list back": r"\b[Tt]ake (this|the|my) \w+ back\b",
    "taken back": r"\b[Tt]aken back\b",
    "anew": r"\banew\b",
    "holds on": r"\bholds on\b",
    "no longer holds": r"\bno longer holds?\b",
    "no longer good": r"\bno longer good\b",
    "in some seconds": r"\bin some (seconds|minutes)\b",
    "whom registers name": r"\bwhom (a register|registers) names?\b",
    "must not be concluded": r"\bmust not be concluded\b",
    "write at least": r"\b[Ww]rite at least\b",
    "as a rule": r"\bas a rule\b(?! of)",
    "no such thing": r"\bno such thing\b",
}
"""By the phrase as docs/style.md has it, how it is found in its forms."""
ANY = re.compile("|".join(NEVER.values()))
PAGES = ("*.html", "*.txt", "*.yaml", "*.md")
UNSEEN = re.compile(r"{#.*?#}|<!--.*?-->|^\s*#.*?$", re.S | re.M)


def written() -> Iterator[tuple[str, str]]:
    """Each page and message of the hub, with the file that it is in."""
    for kind in PAGES:
        for path in sorted(SOURCE.rglob(kind)):
            yield str(path.relative_to(SOURCE)), UNSEEN.sub("", path.read_text(encoding="utf-8"))
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "sources", "models.py"} & set(path.parts):
            yield from ((str(path.relative_to(SOURCE)), text) for text in sentences(path.read_text(encoding="utf-8")))


def sentences(code: str) -> Iterator[str]:
    """The texts of a module that people may read: of four words or more, or that begin with a capital; no docstrings, no SQL."""
    tree = ast.parse(code)
    blocks = (getattr(node, "body", None) for node in ast.walk(tree))
    said = {id(one.value) for block in blocks if isinstance(block, list) for one in block if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            text = node.value
            if (text.count(" ") > 2 or text[:1].isupper()) and not re.search(r"\b(SELECT|WITH|CREATE|UPDATE)\b", text):
                yield text


def test_nothing_that_people_read_says_what_the_style_forbids():
    found = {(file, hit[0]) for file, text in written() if (hit := ANY.search(" ".join(text.split())))}
    assert not found, "docs/style.md says how to put it"


def test_one_function_tells_one_thing_from_several():
    by_hand = re.compile(
        r"""(["'])(?:\w* ?)\1 if [^"'\n]{1,60}(?:==|!=|>) 1(?: else (["'])s?\2| }})|"""
        r"""["'](?:[\w ]+ )?(?:is|are|has|have|waits?|needs?|was|were)["'] if [^"'\n]{1,60}(?:==|!=|>) 1"""
    )
    words = re.compile(r"""\b(?:counted|agreeing)\((?:[^"'\n]*, )?(["'])([^"'{}\n]+)\1\)""")
    code = {path: path.read_text(encoding="utf-8") for kind in ("*.py", "*.html") for path in SOURCE.rglob(kind)}
    assert not {str(path): hit[0] for path, text in code.items() if (hit := by_hand.search(text))}, "saying.counted"
    said = {found[1] for text in code.values() for found in words.findall(text)}
    assert len(said) > 50
    assert not {what for what in said if agreeing(1, what) == what}, "saying.py needs the word for one"


def test_the_style_and_this_test_forbid_the_same():
    column = [row.split("|")[2] for row in STYLE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    assert {phrase for cell in column for phrase in re.findall("`([^`]+)`", cell)} == set(NEVER)
    assert all(re.search(pattern, phrase) for phrase, pattern in NEVER.items())
