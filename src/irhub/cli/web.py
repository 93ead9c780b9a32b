"""The web server, a program of its own: `python -m irhub.cli.web HOST PORT WORKERS`, which `irhub serve` becomes.

Gunicorn makes its processes by forking. A library that has threads by then (Polars keeps a pool of them) waits for ever in
the processes that are made, since threads are not copied: so nothing of the hub but its settings is imported here.
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.utils.log import configure_logging
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from irhub.config import logins
from irhub.config.home import make_home
from irhub.operations.embedded import server


class _Log(Logger):  # type: ignore[misc]
    """What gunicorn says, in the form of our own logs."""

    def setup(self, cfg: object) -> None:
        """Hand everything to the handlers of Django's settings."""
        self.error_log.setLevel("WARNING")
        self.error_log.propagate = True


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, run from this process so that the embedded database ends with it."""

    def __init__(self, options: dict[str, object]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        if "polars" in sys.modules:
            raise RuntimeError(
                "Polars was imported before the web processes were made: it would wait for ever in them."
            )
        from irhub.cli.warming import warm
        from irhub.config.wsgi import application  # only a worker makes the application

        warm()  # before the worker takes its first request
        return application


def main(host: str, port: str, workers: str) -> None:
    """Serve until stopped."""
    logins.log_in_as(logins.Login.WEB)
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    make_home()
    if settings.IRHUB_EMBEDDED:  # here, so that it ends with this process and not with one that takes requests
        server.ensure_running(settings.HOME / "postgres")
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": int(workers),
            "threads": 4,
            "worker_class": "irhub.cli.slow_clients.Worker",
            "timeout": 60,
            "loglevel": "warning",
            "forwarded_allow_ips": "*" if settings.IRHUB_PROXIES else "127.0.0.1",
            "logger_class": _Log,
        }
    ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
