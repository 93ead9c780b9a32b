"""What the standard's own schema finds wrong with a file, from the copy in `data/`: nothing is fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

_PACKAGE = "360-giving-package-schema.json"
_GRANT = "360-giving-schema-1.4.2.json"
_GRANT_ADDRESS = "https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The schema names it with http, which no program knows it by."""
_MOST = 100
_FORMATS = FormatChecker(formats=())


def schema_faults(document: Mapping[str, Any]) -> list[str]:
    """What the schema finds wrong, each as the place in the file and a sentence of the validator; at most a hundred.

    That no two grants are the same is not asked, which takes minutes of a large file: `checking` asks whether identifiers are.
    """
    found = []
    for error in _validator().iter_errors(document):
        found.append(f"{error.json_path}: {error.message[:300]}")
        if len(found) == _MOST:
            break
    return found


@cache
def _validator() -> Draft202012Validator:
    package = _read(_PACKAGE)
    del package["properties"]["grants"]["uniqueItems"]
    grant: Resource[Any] = Resource.from_contents(_read(_GRANT), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource(_GRANT_ADDRESS, grant)
    return Draft202012Validator(package, registry=registry, format_checker=_FORMATS)


def _read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
    return told | {"$schema": _DIALECT}


def _is_moment(value: object) -> bool:
    """Without this a day would be both of what the schema says that it is one of."""
    if not isinstance(value, str):
        return True
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return "T" in value and moment.tzinfo is not None


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not any(map(str.isspace, value))


_FORMATS.checks("date-time")(_is_moment)
_FORMATS.checks("uri")(_is_address)
