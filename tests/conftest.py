"""What every test shares: a data folder of its own, and no network beyond this machine."""

from __future__ import annotations

import gc
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

import tests.examples  # noqa: F401  (the profile of random examples)
from irhub.accounts.proof import seal
from tests.place import template
from tests.rooms import Rooms
from tests.tables import empty_tables

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's own loop runs in the thread of the test


gc.disable()  # what is imported and collected stays: to look through it for garbage takes a tenth of the time until the first test


def pytest_collection_finish() -> None:
    """From here on garbage is looked for again, but not among modules and tests."""
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Rooms(), "rooms")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: the quick ones fill what is left at the end, so that no worker waits for another."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_unconfigure() -> None:
    if os.environ.get("IRHUB_TEST_OWNER") != str(os.getpid()):
        return
    from irhub.operations.embedded.server import let_go

    let_go(Path(os.environ["IRHUB_TEST_HOME"]) / "postgres")
    shutil.rmtree(os.environ["IRHUB_TEST_HOME"], ignore_errors=True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests measured: the property `measured` of those that recorded one."""
    told = [
        value
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == "measured"
    ]
    if told:
        terminalreporter.section("measured")
        for line in told:
            terminalreporter.write_line(line)


_connect = socket.socket.connect


def _only_here(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
        raise OSError(f"A test tried to reach {address[0]}: tests use this machine only.")
    _connect(self, address)


socket.socket.connect = _only_here  # type: ignore[method-assign]


def _leave_empty(test: TransactionTestCase) -> None:
    empty_tables()


TransactionTestCase._fixture_teardown = _leave_empty  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process of the run gets a copy of one migrated database."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database knows the key of this run, and not that of the run that migrated it."""
    if str(connection.settings_dict["NAME"]).startswith("test_"):  # unless no test of the run needs a database
        with django_db_blocker.unblock():
            seal()


@pytest.fixture
def data_folder(tmp_path: Path, settings: object) -> Path:
    """An empty data folder: archive and unpacked rows of one test."""
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    settings.HOME.mkdir()  # type: ignore[attr-defined]
    return settings.HOME  # type: ignore[attr-defined,no-any-return]
