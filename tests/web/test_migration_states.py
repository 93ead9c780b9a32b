"""Going forwards through migrations leads to the models that Django's own way leads to, and none refers to one of before."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import models
from django.db.migrations import operations
from django.db.migrations.state import ProjectState

from irhub.web import migration_states

CHECK = models.CheckConstraint(condition=~models.Q(name=""), name="named")
STEPS = [
    operations.CreateModel(
        "Place", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
    ),
    operations.CreateModel(
        "Home",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("place", models.ForeignKey("homes.place", models.CASCADE, related_name="homes")),
        ],
        {"constraints": [models.CheckConstraint(condition=models.Q(id__gt=0), name="counted")]},
    ),
    operations.AddConstraint("place", CHECK),
    operations.AddIndex("place", models.Index(fields=["name"], name="by_name")),
    operations.CreateModel("Near", [("id", models.BigAutoField(primary_key=True))], {"indexes": []}),
    operations.AddField("near", "places", models.ManyToManyField("homes.place")),
    operations.AddField("place", "beds", models.IntegerField(default=0)),
    operations.AddField("place", "rooms", models.IntegerField(default=1), preserve_default=False),
    operations.AddField("home", "near", models.ForeignKey("homes.near", models.CASCADE, null=True, related_name="of")),
    operations.AddField("near", "next", models.ForeignKey("self", models.CASCADE, null=True)),
    operations.RemoveConstraint("home", "counted"),
    operations.RemoveIndex("place", "by_name"),
    operations.AddIndex("place", models.Index(fields=["beds"], name="by_beds")),
    operations.AlterField("place", "name", models.CharField(max_length=20)),
]


def led_to(way: AbstractContextManager[Any]) -> ProjectState:
    """The state after all steps, whose models were made before the first of them, as when migrations are applied."""
    state = ProjectState()
    assert state.apps
    with way:
        for step in STEPS:
            state = state.clone()
            step.state_forwards("homes", state)
    return state


def told(state: ProjectState) -> dict[str, object]:
    """What the models are: fields with what they refer to and what refers to them, indexes, constraints."""
    made = [model for model in state.apps.get_models(include_auto_created=True) if model._meta.app_label == "homes"]
    for model in made:
        for field in model._meta.get_fields():
            if field.is_relation:
                assert field.related_model in made, (model, field)  # and no model of before
    return {
        model.__name__: (
            sorted(
                (field.name, str(getattr(field, "max_length", "")), getattr(field, "default", None))
                for field in model._meta.get_fields()
            ),
            [each.name for each in model._meta.indexes],
            [each.name for each in model._meta.constraints],
        )
        for model in made
    }


def test_going_forwards_leads_to_the_same_models():
    lean, own = led_to(migration_states.forwards()), led_to(nullcontext())
    assert lean.models == own.models
    assert told(lean) == told(own)
    assert set(told(lean)) == {"Place", "Home", "Near", "Near_places"}
    assert told(lean)["Place"][1:] == (["by_beds"], ["named"])


def test_djangos_own_way_is_back_after_it():
    own = ProjectState.add_model
    with migration_states.forwards():
        assert ProjectState.add_model is not own
    assert ProjectState.add_model is own
