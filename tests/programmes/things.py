"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.owners import Makes, Owner
from tests.programmes.factories import ProgrammeFactory, SchemeFactory


def programme_of(owner: Owner) -> dict[str, object]:
    """A programme of a body, and a part of it."""
    made = ProgrammeFactory(body=owner.body, name=f"Hub of body {owner.body.pk}")
    return {"slug": made.slug, "what": "hours", "kind": "themes", "number": made.themes.get(code="salary").pk}


def figures_of(owner: Owner) -> dict[str, object]:
    """What is counted of an open programme that a body runs, or pays for."""
    runs = owner.body.kind == "delivery partner"
    more = {"body": owner.body} if runs else {"commissioned_by": owner.body}
    made = ProgrammeFactory(name=f"Counted for {owner.body.pk}", open=True, **more)
    return {"slug": made.slug, "report": "helpline"}


def scheme_of(owner: Owner) -> dict[str, object]:
    """A scheme of a programme of a body."""
    made = SchemeFactory(body=owner.body, programme__name=f"Hub of body {owner.body.pk}")
    return {"number": made.pk, "what": "draft"}


THINGS: Makes = {
    **dict.fromkeys(
        ("programme", "programme-change", "programme-open", "programme-remove", "scheme-add"), programme_of
    ),
    **dict.fromkeys(("programme-figures", "programme-count-again"), figures_of),
    **dict.fromkeys(("programme-reach", "programme-reach-counts"), lambda owner: {"slug": figures_of(owner)["slug"]}),
    **dict.fromkeys(("scheme", "scheme-change", "scheme-publish"), scheme_of),
}
