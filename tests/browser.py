"""Finds Chromium for the browser tests, and installs it where it is missing: `python tests/browser.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def chromium() -> str | None:
    """The browser's path: IRHUB_CHROMIUM, the system's, or None for the one that Playwright keeps.

    The shell without a window comes first: it draws the same pages and takes about half as much of a processor.
    """
    found = [os.environ.get("IRHUB_CHROMIUM"), *map(shutil.which, NAMES), *filter(os.path.exists, PLACES)]
    return next(filter(None, found), None)


def whole() -> str | None:
    """The path of a browser that keeps pages to go back to, which the shell does not; None if there is none."""
    found = [os.environ.get("IRHUB_CHROMIUM"), *map(shutil.which, NAMES[1:]), *filter(os.path.exists, PLACES)]
    return next(filter(None, found), None)


def _kept_by_playwright() -> bool:
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    return any(cache.glob("chromium*") for cache in caches if cache.exists())


def _apt_get(what: str, *arguments: str) -> int:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", what, "-y", "-qq", *arguments]
    return subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL).returncode


def install() -> None:
    """Install Chromium: Debian's packages for root, the shell and the whole, else the one that Playwright brings."""
    debian = os.geteuid() == 0 and shutil.which("apt-get")
    if (chromium() or _kept_by_playwright()) and (whole() or not debian):
        return
    print("Installing Chromium for the browser tests (once)")
    if debian:
        _apt_get("update")
        for package in ("chromium-headless-shell", "chromium"):  # older systems have no shell
            _apt_get("install", "--no-install-recommends", package)
        if not chromium():
            sys.exit("Chromium could not be installed by apt-get: see above, or name one in IRHUB_CHROMIUM.")
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    install()
