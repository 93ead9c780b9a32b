"""The models that Django makes between migrations, without making again all that are tied to one that changes.

For each table, column, index and constraint that migrations add, Django makes every model anew that refers to the one it belongs to, and
those that refer to these: most of the time that an empty database takes. Going forwards nothing needs it. A new model or field adds its ways
back to the models that are there; an index or a constraint stands in a list of its own model. Where migrations are undone, Django's own way
stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.models import NOT_PROVIDED, Field

_LISTS = ("indexes", "constraints")


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    if "apps" in vars(self):  # to ask for it would make it
        self.apps.render_multiple([model_state])


def _add_field(
    self: ProjectState, app_label: str, model_name: str, name: str, field: Field[Any, Any], preserve_default: bool
) -> None:
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = app_label, model_name
    self.models[key].fields[name] = field
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_field_relations(key, name, field)
    if "apps" in vars(self):
        with self.apps.bulk_update():
            field.clone().contribute_to_class(self.apps.get_model(*key), name)


def _clone(self: StateApps) -> StateApps:
    """Models that are not made again look for what refers to them among those of the newest state."""
    cloned = _own_clone(self)
    for made in cloned.all_models.values():
        for model in made.values():
            model._meta.apps = cloned
    return cloned


_own_clone = StateApps.clone


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    _tell(self, app_label, model_name, option_name)


def _remove_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj_name: str) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [obj for obj in options[option_name] if obj.name != obj_name]
    _tell(self, app_label, model_name, option_name)


def _tell(state: ProjectState, app_label: str, model_name: str, option_name: str) -> None:
    """Have a model that was made know the list as it is now."""
    assert option_name in _LISTS, option_name
    if "apps" in vars(state):
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, list(state.models[app_label, model_name].options[option_name]))
        meta._expire_cache()


@contextmanager
def forwards() -> Iterator[None]:
    """In the block migrations are applied, and none is undone."""
    with (
        patch.object(StateApps, "clone", _clone),
        patch.multiple(
            ProjectState,
            add_model=_add_model,
            add_field=_add_field,
            _append_option=_append_option,
            _remove_option=_remove_option,
        ),
    ):
        yield
