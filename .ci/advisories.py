"""Known holes in what we depend on: asks pip-audit and npm audit, and fails on a finding that is not allowed.

A service that cannot be reached is no finding and no pass: it is said in so many words, and the run goes on. What is allowed
stands in `.ci/advisories-allowed.txt`, one id a line with its reason behind a `#`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ALLOWED = ROOT / ".ci" / "advisories-allowed.txt"


def allowed(text: str) -> set[str]:
    """The ids that may stand. Raises ValueError for one without a reason."""
    ids = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        found = re.fullmatch(r"(\S+)\s+#\s*(\S.{9,})", line)
        if not found:
            raise ValueError(f"Say why this advisory may stand, behind a #: {line}")
        ids.add(found[1])
    return ids


def of_pip(told: dict[str, Any]) -> tuple[dict[str, str], int, int]:
    """Findings (id: package), packages that were checked, and packages that were not, of pip-audit's JSON."""
    packages = told["dependencies"]
    found = {
        hole["id"]: f"{package['name']} {package['version']}"
        for package in packages
        for hole in package.get("vulns", [])
    }
    left_out = sum("skip_reason" in package for package in packages)
    return found, len(packages) - left_out, left_out


def of_npm(told: dict[str, Any]) -> dict[str, str] | None:
    """Findings (id: package) of npm audit's JSON; None if the service did not answer."""
    if "vulnerabilities" not in told:
        return None
    found = {}
    for name, package in told["vulnerabilities"].items():
        for cause in package["via"]:
            if isinstance(cause, dict):
                found[str(cause.get("url", cause.get("source"))).rsplit("/", 1)[-1]] = name
    return found


def _run(*command: str) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        return {}
    return told


def main() -> int:
    """Ask both and say what they said. 1 if something was found that may not stand."""
    found: dict[str, str] = {}
    python = _run(
        str(Path(sys.executable).parent / "pip-audit"), "-r", "requirements-dev.txt", "--disable-pip", "--require-hashes",
        "-f", "json", "--progress-spinner", "off",
    )  # fmt: skip
    if python.get("dependencies"):
        holes, checked, left_out = of_pip(python)
        found |= holes
        print(f"Python: {checked} packages checked, {left_out} not known to the service, {len(holes)} findings.")
    if not python.get("dependencies") or not checked:
        print("Python: NOT CHECKED, the service with the advisories did not answer.")
    node = of_npm(_run("npm", "audit", "--json"))
    if node is None:
        print("Node: NOT CHECKED, the service with the advisories did not answer.")
    else:
        found |= node
        print(f"Node: checked, {len(node)} findings.")
    may_stand = allowed(ALLOWED.read_text())
    for name, package in found.items():
        print(f"{'allowed' if name in may_stand else 'FOUND'}: {name} in {package}")
    for name in may_stand - found.keys():
        print(f"{name} is allowed but was not found: take it off the list if both were checked.")
    return 1 if found.keys() - may_stand else 0


if __name__ == "__main__":
    sys.exit(main())
