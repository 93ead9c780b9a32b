"""What Lighthouse says of a page as a phone meets it: accessibility, performance and good practice, of 100 each.

    npm install --no-save lighthouse@12
    CHROME_PATH=/usr/bin/chromium python bench/lighthouse.py http://127.0.0.1:8000/councils/leeds/

The hub must be served there (irhub serve). Lighthouse plays a slow phone network and a slow phone. It is not among the
dependencies, since nothing else needs its 180 MB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

CATEGORIES = ("accessibility", "performance", "best-practices")
LEAST = {"accessibility": 100, "performance": 95}


def main() -> None:
    """Ask, tell, and end with 1 if it is less than what the hub promises."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("address")
    asked = options.parse_args()
    command = ["npx", "--no-install", "lighthouse", asked.address, "--quiet", "--output=json", "--output-path=stdout",
               "--chrome-flags=--headless=new --no-sandbox", f"--only-categories={','.join(CATEGORIES)}"]  # fmt: skip
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    scores = {name: round(100 * told["categories"][name]["score"]) for name in CATEGORIES}
    wanting = [audit["title"] for audit in told["audits"].values() if audit["score"] is not None and audit["score"] < 1]
    print(json.dumps({"scores": scores, "could be better": wanting}, indent=2))
    sys.exit(any(scores[name] < least for name, least in LEAST.items()))


if __name__ == "__main__":
    main()
