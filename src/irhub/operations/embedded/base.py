"""Django's PostgreSQL engine for the embedded server, which starts with the first connection that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from irhub.accounts.engine import base
from irhub.operations.embedded import programs, server


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the server in the folder that the setting HOST names. Nothing runs until one is made."""

    def get_connection_params(self) -> dict[str, Any]:
        """How to connect to a server that runs now, whose owner libpq checks. Raises CannotStart."""
        folder = Path(self.settings_dict["HOST"])
        server.ensure_running(folder)
        parameters: dict[str, Any] = super().get_connection_params()
        return parameters | {"requirepeer": programs.owner(folder).pw_name}
