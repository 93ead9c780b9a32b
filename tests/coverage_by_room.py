"""Prints the share of each room's lines that tests ran, from what `coverage json` writes."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def main() -> None:
    ran, lines = Counter[str](), Counter[str]()
    for path, told in json.load(sys.stdin)["files"].items():
        parts = Path(path).parts
        room = parts[parts.index("irhub") + 1].removesuffix(".py")
        ran[room] += told["summary"]["covered_lines"]
        lines[room] += told["summary"]["num_statements"]
    for room in sorted(lines, key=lambda room: ran[room] / max(1, lines[room])):
        if lines[room]:
            print(f"{ran[room] / lines[room]:4.0%}  {room}, {lines[room]:,} lines")
    print(f"{ran.total() / max(1, lines.total()):4.0%}  all, {lines.total():,} lines")


if __name__ == "__main__":
    main()
