"""Outlines bear the year of their codes, and are drawn as they were drawn when this was written."""

from itertools import pairwise
from math import cos, radians, sqrt

import shapely
from django.db import migrations, models

TIMES = 2.2


def draw(apps, schema_editor):
    for outline in apps.get_model("dashboards", "Outline").objects.all():
        outline.drawn = drawn(outline.far)
        outline.save(update_fields=["drawn"])


def drawn(rings):
    middle, room = place_of_label(shapely.make_valid(shapely.union_all(list(map(shapely.Polygon, rings[:1])))))
    points = [point for ring in rings for point in ring]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    bounds = min(easts), min(norths), max(easts), max(norths)
    return {"path": "".join(map(steps, rings)), "bounds": bounds, "middle": middle, "room": room}


def place_of_label(land):
    if not land.area:
        west, south, _, _ = land.bounds if not land.is_empty else (0.0, 0.0, 0.0, 0.0)
        return (west, south), (0.0, 0.0)
    flat = cos(radians(land.centroid.y)) / TIMES
    squeezed = shapely.transform(land, lambda corners: corners * [flat, 1])
    radius = shapely.maximum_inscribed_circle(squeezed, tolerance=sqrt(squeezed.area) / 100)
    (x, y), high = radius.coords[0], 2 * radius.length
    return (round(x / flat, 4), round(y, 4)), (round(high / flat, 4), round(high, 4))


def steps(ring):
    corners = [(round(1000 * east), round(-1000 * north)) for east, north in ring]
    told = (f"{x - was_x},{y - was_y}" for (was_x, was_y), (x, y) in pairwise(corners))
    return f"M{corners[0][0]},{corners[0][1]}l{' '.join(told)}z"


class Migration(migrations.Migration):
    dependencies = [
        ("dashboards", "0010_derivation"),
    ]

    operations = [
        migrations.AddField(
            model_name="outline",
            name="year",
            field=models.CharField(blank=True, default="", help_text="Of the codes in the file", max_length=4),
        ),
        # Names stand where there is room for them, no longer in the middle.
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
