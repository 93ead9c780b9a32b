"""YAML that people of the field write: no penny is lost, nothing stands twice, and "yes" and "no" are words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class Unsound(ValueError):
    """Data that cannot be used, such as a questionnaire or the rulebook. The message has a line for each fault."""


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which a number with a point is a Decimal, so that no penny is lost, and a doubled key is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{sorted(twice)} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {  # only true and false are truth values: "yes", "no" and "on" are words
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, pairs in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value))


def read_text(text: str) -> Any:
    """The content of a YAML text; decimals exact."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def read_yaml(path: Path) -> Any:
    """A YAML file's content; decimals exact."""
    return read_text(path.read_text(encoding="utf-8"))
