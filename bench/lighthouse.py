"""What Lighthouse says of pages as a phone meets them: accessibility, performance and good practice, of 100 each.

    npm install --no-save lighthouse@12
    CHROME_PATH=/usr/bin/chromium python bench/lighthouse.py http://127.0.0.1:8000 / /country/england/ /councils/leeds/

The hub must be served there (irhub serve). Lighthouse plays a slow phone network and a slow phone. It is not among the
dependencies, since nothing else needs its 180 MB. Prints rows of Markdown for docs/dashboards.md, below each what could be better.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

CATEGORIES = ("accessibility", "performance", "best-practices")
LEAST = {"accessibility": 100, "performance": 95}


def asked(address: str) -> tuple[dict[str, int], list[str]]:
    """The scores of a page, and the titles of what could be better."""
    command = [*os.environ.get("LIGHTHOUSE", "npx --no-install lighthouse").split(), address, "--quiet", "--output=json",
               "--output-path=stdout", "--chrome-flags=--headless=new --no-sandbox",
               f"--only-categories={','.join(CATEGORIES)}"]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    scores = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    wanting = [audit["title"] for audit in told["audits"].values() if audit["score"] is not None and audit["score"] < 1]
    return scores, wanting


def main() -> None:
    """Ask, tell, and end with 1 if it is less than what the hub promises."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("hub")
    options.add_argument("pages", nargs="+")
    told = options.parse_args()
    print("| page | accessibility | performance | good practice |\n|---|---|---|---|")
    less = False
    for page in told.pages:
        scores, wanting = asked(told.hub + page)
        less |= any(scores[name] < least for name, least in LEAST.items())
        print(f"| `{page}` | {' | '.join(str(scores[name]) for name in CATEGORIES)} |", flush=True)
        for title in wanting:
            print(f"  {title}", file=sys.stderr)
    sys.exit(less)


if __name__ == "__main__":
    main()
