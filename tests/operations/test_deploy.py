"""The files that run the hub name the settings that there are, and hold to what the documents promise."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from irhub.config import logins

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
EXAMPLE = (DEPLOY / "irhub.env.example").read_text()


def known() -> set[str]:
    """Every setting that the code reads from the environment."""
    sources = [(ROOT / "src/irhub/config" / name).read_text() for name in ("settings.py", "home.py")]
    addresses = {str(variable) for variable in logins.VARIABLES.values()}
    helpline = {f"IRHUB_HELPLINE_{name.upper()}" for name in settings.IRHUB_HELPLINE}
    operator = {f"IRHUB_OPERATOR_{name.upper()}" for name in settings.IRHUB_OPERATOR}
    return (
        helpline
        | operator
        | addresses
        | set(re.findall(r'(?:env(?:\.\w+)?|environ\.get)\(\s*"(IRHUB_\w+)"', " ".join(sources)))
    )


def test_every_setting_stands_in_the_documents_and_in_the_example_and_no_other_does():
    assert len(known()) > 15
    assert set(re.findall(r"^\| `(\w+)` \|", OPERATIONS, re.M)) == known()
    assert set(re.findall(r"^(?:# )?(\w+)=", EXAMPLE, re.M)) == known()


def test_the_example_holds_no_secret():
    assert re.search(r"^# IRHUB_SECRET_KEY=$", EXAMPLE, re.M)
    assert "://USER:PASSWORD@" in EXAMPLE


def test_the_defaults_that_the_example_shows_are_the_defaults():
    for name in ("IRHUB_MOST_BODY_BYTES", "IRHUB_BACKUPS_KEPT"):
        assert f"# {name}={getattr(settings, name)}\n" in EXAMPLE


def test_containers_have_no_rights_that_they_do_not_need():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    for name in ("migrate", "web", "worker"):
        service = services[name]
        assert service["read_only"] is True
        assert service["user"] == "10001"
        assert service["cap_drop"] == ["ALL"]
        assert service["restart"]
    told = {name: {key for key in services[name]["environment"] if key.startswith("DATABASE")} for name in services}
    assert told["web"] == {"DATABASE_WEB_URL", "DATABASE_WORK_URL"}, "not the owner's"
    assert told["worker"] == told["migrate"] == {str(variable) for variable in logins.VARIABLES.values()}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["database"]
    assert "healthcheck" in services["database"]
    image = (DEPLOY / "Containerfile").read_text()
    assert "\nUSER 10001\n" in image
    assert "HEALTHCHECK" in image


CONTAINER = """#!/bin/sh
case "$*" in
    "id -u") echo "${RUNS_AS:-10001}" ;;
    *CapEff*) exit "${CAPABILITIES:-0}" ;;
    */proc/mounts*) echo "${MOUNTED:-ro}" ;;
    "touch "*) [ "$2" = "$WRITES" ] ;;
    *irhub.css*) exit "${LACKS_STYLES:-0}" ;;
    *) [ "$3" = "import $HOLDS" ] || [ "$3" = "command -v $HOLDS" ] ;;
esac
"""
"""Answers as a container of the image does, or as one in which one thing is wrong."""
IN_WRONG_ONES = {
    "it says that it runs as another user": {"RUNS_AS": "0"},
    "it has capabilities": {"CAPABILITIES": "1"},
    "its file system can be written": {"MOUNTED": "rw"},
    "it can write /opt/irhub/written": {"WRITES": "/opt/irhub/written"},
    "it can write /etc/written": {"WRITES": "/etc/written"},
    "it lacks the styles": {"LACKS_STYLES": "1"},
    "it holds gcc": {"HOLDS": "gcc"},
    "it holds pytest": {"HOLDS": "pytest"},
}


@pytest.mark.parametrize(
    ("says", "wrong"), [("", {}), *IN_WRONG_ONES.items()], ids=["nothing is wrong", *IN_WRONG_ONES]
)
def test_the_look_at_the_image_tells_whatever_is_wrong_with_it(says, wrong, tmp_path):
    container = tmp_path / "container"
    container.write_text(CONTAINER)
    container.chmod(0o755)
    told = subprocess.run([ROOT / ".ci/image-holds", container], env=os.environ | wrong, capture_output=True, text=True)
    assert told.stderr == (f"The image: {says}\n" if says else "")
    assert told.returncode == (1 if says else 0)


def test_the_image_is_run_as_it_is_without_rights_on_a_file_system_that_cannot_be_written():
    """That it is, the look at it finds out: it may not be told here to be another user."""
    image = (ROOT / ".ci/image").read_text()
    (run,) = re.findall(r"^podman run (.*(?:\\\n.*)*)$", image, re.M)
    for told in ("--read-only", "--cap-drop all", "--security-opt no-new-privileges"):
        assert told in run
    assert "--user" not in run
    assert re.search(r"^\.ci/image-holds podman .* exec \"\$NAME\"$", image, re.M)
    assert re.search(r"^\.venv/bin/python -m tests\.smoke ", image, re.M)


def test_commands_that_the_files_run_exist():
    from irhub.cli.commands import MODULE_OF

    texts = [path.read_text() for path in DEPLOY.rglob("*.service")] + [(DEPLOY / "compose.yaml").read_text()]
    named = set(re.findall(r'(?:bin/irhub |"irhub", ")([a-z]+)', " ".join(texts)))
    assert named == {"migrate", "serve", "worker", "doctor"}
    assert named <= MODULE_OF.keys()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").iterdir()), ids=lambda unit: unit.name)
def test_systemd_understands_the_units(unit, tmp_path):
    for path in (DEPLOY / "systemd").iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace("/opt/irhub/.venv/bin/irhub", "/bin/true"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True, text=True, check=False, env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )  # fmt: skip
    assert unit.stem not in told.stderr, told.stderr


def test_the_sample_proxies_wait_for_nobody_and_write_down_no_secret():
    nginx, caddy = (DEPLOY / "nginx.conf").read_text(), (DEPLOY / "Caddyfile").read_text()
    insecure, secure = nginx.split("\nserver {")[1:]
    for server in (insecure, secure):  # who comes by http brings the same addresses
        assert re.findall(r"access_log \S+ (\w+);", server) == ["irhub"]
        assert re.findall(r"error_log \S+ (\w+);", server) == ["emerg"]
        assert "client_header_timeout 10s;" in server
    assert re.findall(r"return 301 (\S+);", insecure) == ["https://hub.example.org$request_uri"]
    for name in ("client_body_timeout", "send_timeout"):
        assert 5 <= int(re.search(rf"^ +{name} (\d+)s;$", secure, re.M)[1]) <= 60
    assert "proxy_request_buffering on;" in secure
    written = re.search(r"log_format irhub '(.*)';", nginx)[1]
    assert set(re.findall(r"\$\w+", written)) == {"$time_iso8601", "$request_method", "$status", "$request_time"}
    for name in ("read_header", "read_body", "write", "idle"):
        assert re.search(rf"^\t+{name} \d+[sm]$", caddy, re.M), name
    assert "\trequest_buffers 6MB" in caddy
    assert "\tresponse_buffers 6MB" in caddy
    assert "proxy_buffering off" not in nginx
    logs = caddy.split("log {")[1:]
    assert len(logs) == 2, "of requests, and of what goes wrong"
    for log in logs:
        for field in ("request>uri", "request>headers", "resp_headers"):
            assert f"{field} delete" in log


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
def test_caddy_understands_its_file():
    told = subprocess.run(
        ["caddy", "adapt", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile", "--validate"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr


@pytest.mark.skipif(not shutil.which("nginx") or not shutil.which("openssl"), reason="nginx is not installed")
def test_nginx_understands_its_file(tmp_path):
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=hub.example.org",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    site = (DEPLOY / "nginx.conf").read_text()
    site = site.replace("/etc/letsencrypt/live/hub.example.org", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{site}\n}}\n")
    told = subprocess.run(["nginx", "-t", "-c", whole], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
