"""docs/rooms.md, drawn of the program's own imports: `python -m tests.rooms_drawn` writes it."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/rooms.md"


def rooms_markdown() -> str:
    """The page, as Markdown with a drawing in Mermaid."""
    layers = _layers()
    beneath = _reduced(_imports())
    drawn = "\n".join(
        f"    subgraph layer{number}[ ]\n        direction LR\n"
        + "\n".join(f'        {room}["<b>{room}</b><br>{_purpose(room)}"]' for room in layer)
        + "\n    end"
        for number, layer in enumerate(layers)
    )
    arrows = "\n".join(f"    {room} --> {under}" for room in sorted(beneath) for under in sorted(beneath[room]))
    return (
        "# The rooms\n\nDrawn by `python -m tests.rooms_drawn` from the imports of the program. An arrow leads to a room that is imported; where a room"
        " is reached by way of another, the direct arrow is left out. Import-linter holds the layers: no room imports one above it, or beside it.\n\n"
        f"```mermaid\nflowchart TD\n{drawn}\n{arrows}\n```\n"
    )


def _layers() -> list[list[str]]:
    """The layers as import-linter holds them, the highest first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    held = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in held]


def _purpose(room: str) -> str:
    """What a room is for: what its docstring says first, in words without signs that a drawing reads as its own."""
    said = ast.get_docstring(ast.parse((ROOT / "src/irhub" / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    return said.splitlines()[0].partition(". ")[0].rstrip(".").replace("`", "")


def _imports() -> dict[str, set[str]]:
    """By room, the rooms that its modules import."""
    graph = grimp.build_graph("irhub")
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            ours, theirs = module.split(".")[1:2], other.split(".")[1:2]
            if ours and theirs and ours != theirs:
                found.setdefault(ours[0], set()).add(theirs[0])
    return found


def _reduced(imports: dict[str, set[str]]) -> dict[str, set[str]]:
    """The imports without those that follow from others: what is reached by way of another room."""

    def reached(room: str) -> set[str]:
        return set().union(*({under} | reached(under) for under in imports.get(room, set())))

    return {
        room: {under for under in unders if not any(under in reached(other) for other in unders - {under})}
        for room, unders in imports.items()
    }


if __name__ == "__main__":
    PAGE.write_text(rooms_markdown(), encoding="utf-8")
