"""What the security documents promise is proved by tests that exist; advisories fail the run, silence does not pass it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "security.md").read_text()
_spec = importlib.util.spec_from_file_location("advisories", ROOT / ".ci" / "advisories.py")
assert _spec
assert _spec.loader
advisories = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(advisories)


def test_every_test_that_the_documents_name_exists():
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", DOCUMENT))
    assert len(named) > 40
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not (ROOT / file).exists() or not re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.M)
    ]
    assert missing == []


def test_every_chapter_of_asvs_has_a_part_with_a_proof_or_says_why_it_needs_none():
    parts = re.split(r"^### V(\d+) .*$", DOCUMENT, flags=re.M)[1:]
    chapters = dict(zip(map(int, parts[::2]), parts[1::2], strict=True))
    assert sorted(chapters) == list(range(1, 18))
    for number, text in chapters.items():
        assert "::test_" in text or "Does not apply" in text, f"V{number}"


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["england", "account_login", "audit"])
def test_every_answer_forbids_inline_script_framing_and_guessing_of_types(route):
    answer = Client(headers={"host": "localhost"}).get(reverse(route))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert client.post(reverse("account_login"), {"login": "a@example.org", "password": "x"}).status_code == 403


def test_no_template_has_inline_script_or_style():
    pages = list((ROOT / "src").rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), page
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, (page, tag)


def test_behind_https_cookies_and_browsers_use_nothing_else(tmp_path):
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from irhub.config import settings as s; print(json.dumps([s.SESSION_COOKIE_SECURE,"
            " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS, s.DEBUG,"
            " s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN]))",
        ],
        env=os.environ | {"IRHUB_HTTPS": "1", "IRHUB_HOME": str(tmp_path), "DATABASE_URL": "postgresql://nobody@/none"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == [True, True, True, 31_536_000, False, False]


def test_an_advisory_may_stand_only_with_a_reason():
    assert advisories.allowed("# comment\nGHSA-1 # only in the build, never run by the hub\n") == {"GHSA-1"}
    with pytest.raises(ValueError, match="Say why"):
        advisories.allowed("GHSA-1")
    advisories.allowed(advisories.ALLOWED.read_text())


def test_findings_are_told_from_packages_that_were_not_checked():
    told = {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "b", "version": "2", "vulns": []},
            {"name": "c", "skip_reason": "not found"},
        ]
    }
    assert advisories.of_pip(told) == ({"PYSEC-1": "a 1"}, 2, 1)
    assert advisories.of_npm({"message": "405"}) is None
    assert advisories.of_npm({"vulnerabilities": {"x": {"via": [{"url": "https://e.org/GHSA-2"}, "y"]}}}) == {
        "GHSA-2": "x"
    }


@pytest.mark.parametrize(("holes", "code"), [([], 0), ([{"id": "PYSEC-1"}], 1)])
def test_a_finding_fails_the_run_and_a_service_that_is_silent_does_not(monkeypatch, capsys, holes, code):
    python = {"dependencies": [{"name": "a", "version": "1", "vulns": holes}]}
    monkeypatch.setattr(
        advisories, "_run", lambda *command: python if "pip-audit" in command[0] else {"message": "405"}
    )
    assert advisories.main() == code
    assert "Node: NOT CHECKED" in capsys.readouterr().out
