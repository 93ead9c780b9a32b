"""The settings of the tests: a data folder of their own, and the public part open.

Set before the hub's settings are read, so that a test never touches the data folder of the person who runs it. The
processes of one run share the folder and its database server.
"""

from __future__ import annotations

import os
import tempfile

if "IRHUB_TEST_HOME" not in os.environ:
    os.environ["IRHUB_TEST_HOME"] = tempfile.mkdtemp(prefix="irhub-tests-")
    os.environ["IRHUB_TEST_OWNER"] = str(os.getpid())
os.environ["IRHUB_HOME"] = os.environ["IRHUB_TEST_HOME"]
os.environ["IRHUB_PUBLIC"] = "1"
os.environ.pop("DATABASE_URL", None)

from irhub.config.settings import *  # noqa: F403

IRHUB_FEWEST_RECORDS_PERCENT = 0  # registers in tests are small,
IRHUB_MAX_LOST_PERCENT = 4.0  # and of so few locations an ordinary month loses more than of 57,000,
IRHUB_MAX_GAINED_PERCENT = 5.0  # or gains
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # dear hashes of invented passwords protect nobody
IRHUB_BREACH_CHECK = False  # tests use this machine only
IRHUB_LOGINS = dict.fromkeys(IRHUB_LOGINS, IRHUB_LOGINS["owner"])  # noqa: F405
DATABASES["default"] |= IRHUB_LOGINS["owner"]  # noqa: F405
IRHUB_DATABASE_ROLE = ""  # tests make and empty tables; what they ask of the site is fenced as ever

if os.environ["IRHUB_TEST_OWNER"] == str(os.getpid()):  # the rows of tests need not outlive a power cut
    import psycopg
    from psycopg import sql

    from irhub.operations.embedded.server import ensure_running, url

    ensure_running(HOME / "postgres")  # noqa: F405
    with psycopg.connect(url(HOME / "postgres"), autocommit=True) as _server:  # noqa: F405
        for _name in ("fsync", "full_page_writes", "synchronous_commit"):
            _server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(_name)))
        _server.execute("SELECT pg_reload_conf()")
