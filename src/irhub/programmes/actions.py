"""What a body that runs a hub does with its offer. Each is one transaction and leaves an event in the audit trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin, move
from irhub.programmes.falling import let_fall
from irhub.programmes.models import (
    Closure,
    ContactPoint,
    OpeningHours,
    Programme,
    Scheme,
    ServiceLevel,
    Theme,
    Urgency,
)
from irhub.programmes.themes import usual_themes
from irhub.web.errors import ActionRefused

USUAL_DAYS = {Urgency.ROUTINE: 1, Urgency.URGENT: 0}
"""Working days to a first reply with which a programme begins."""
OFFICE_DAYS, OPENS, CLOSES = range(5), time(9), time(17)
"""The hours with which a programme begins: Monday to Friday."""


@transaction.atomic
def add_programme(
    *, name: str, summary: str, councils: Sequence[str], commissioned_by: Body | None = None, by: Membership
) -> Programme:
    """Begin a programme, as a draft, with the usual hours, promises and themes, which are changed as needed.

    Raises ActionRefused if another has its name.
    """
    made = Programme(
        body=by.body, name=name.strip(), slug=slugify(name)[:60], summary=summary.strip(), councils=list(councils),
        commissioned_by=commissioned_by,
    )  # fmt: skip
    if not made.slug:
        raise ActionRefused("Write the name in letters.", "name")
    try:
        with transaction.atomic():
            begin(made, by=by, told="began a programme", detail={"name": made.name})
    except IntegrityError as taken:
        raise ActionRefused("Another programme has this name. Add the name of your area.", "name") from taken
    OpeningHours.objects.bulk_create(
        OpeningHours(programme=made, weekday=day, opens=OPENS, closes=CLOSES) for day in OFFICE_DAYS
    )
    ServiceLevel.objects.bulk_create(
        ServiceLevel(programme=made, urgency=urgency, days=days) for urgency, days in USUAL_DAYS.items()
    )
    Theme.objects.bulk_create(Theme(programme=made, code=code, name=called) for code, called in usual_themes())
    return made


@transaction.atomic
def edit_programme(
    *, programme: Programme, version: int, name: str, summary: str, councils: Sequence[str],
    commissioned_by: Body | None, by: Membership,
) -> Programme:  # fmt: skip
    """Change what a programme is. Its address stays. Raises StaleVersion and ActionRefused as `move` does, and if a scheme covers a
    council that is taken out."""
    left = {code for scheme in programme.schemes.all() for code in scheme.councils} - set(councils)
    if left:
        raise ActionRefused("A scheme covers a council that you take out. Change the scheme first.", "councils")
    columns = {
        "name": name.strip(), "summary": summary.strip(), "councils": list(councils),
        "commissioned_by_id": commissioned_by and commissioned_by.pk,
    }  # fmt: skip
    return move(programme, "edit", by=by, version=version, columns=columns)


def open_programme(*, programme: Programme, version: int, by: Membership) -> Programme:
    """Let everybody see it. Raises StaleVersion and ActionRefused as `move` does, and if nobody could reach it."""
    if not programme.contacts.exists():
        raise ActionRefused("Add where people turn to before you open the programme.")
    return move(programme, "open", by=by, version=version)


@transaction.atomic
def end_programme(*, programme: Programme, version: int, instead: str, by: Membership, agreed: int = 0) -> Programme:
    """End it: its page says so, with what to do instead; records are kept. What stands under its schemes falls (`falling.let_fall`).

    Raises StaleVersion and ActionRefused as `move` does, and Unconfirmed.
    """
    move(programme, "end", by=by, version=version, reason=instead)
    let_fall(programme, agreed)
    return programme


def reopen_programme(*, programme: Programme, version: int, by: Membership) -> Programme:
    """Take the end back. Raises StaleVersion and ActionRefused as `move` does."""
    return move(programme, "reopen", by=by, version=version)


@transaction.atomic
def add_scheme(*, programme: Programme, by: Membership, **columns: Any) -> Scheme:
    """Begin a scheme, as a draft. `columns`: as in the model. Raises ActionRefused if another of the programme has its name."""
    _within(programme, columns["councils"])
    made = Scheme(body_id=programme.body_id, programme=programme, **columns)
    try:
        with transaction.atomic():
            return begin(made, by=by, told="began a scheme", detail={"name": made.name, "programme": programme.pk})
    except IntegrityError as taken:
        raise ActionRefused("Another scheme of this programme has this name.", "name") from taken


@transaction.atomic
def edit_scheme(*, scheme: Scheme, version: int, by: Membership, **columns: Any) -> Scheme:
    """Change a draft. Raises StaleVersion and ActionRefused as `move` does."""
    _within(scheme.programme, columns["councils"])
    return move(scheme, "edit", by=by, version=version, columns=_keys(columns))


def reword_scheme(
    *, scheme: Scheme, version: int, what: str, instead: str, law_firm: Body | None, by: Membership
) -> Scheme:
    """Change the words of a published scheme, and its law firm: what somebody is given stays. Raises as `move` does."""
    columns = {"what": what.strip(), "instead": instead.strip(), "law_firm_id": law_firm and law_firm.pk}
    return move(scheme, "reword", by=by, version=version, columns=columns)


def publish_scheme(*, scheme: Scheme, version: int, by: Membership) -> Scheme:
    """Let everybody see it; from its first day on it can be used. What each client is given does not change any more: a new
    entitlement is a new scheme. Raises StaleVersion and ActionRefused as `move` does."""
    return move(scheme, "publish", by=by, version=version)


@transaction.atomic
def move_closing_date(
    *, scheme: Scheme, version: int, closes_on: date, reason: str, by: Membership, agreed: int = 0
) -> Scheme:
    """Let it close earlier or later, for a reason. A day that has gone cannot become the closing date, since calls may have begun after it.
    What stands after the new date falls (`falling.let_fall`).

    Raises StaleVersion and ActionRefused as `move` does, and Unconfirmed.
    """
    if closes_on < localdate():
        raise ActionRefused("The closing date must be today or later.", "closes_on")
    if closes_on < scheme.opens_on:
        raise ActionRefused("The closing date must be on or after the first day.", "closes_on")
    detail = {"before": str(scheme.closes_on), "after": str(closes_on)}
    says = f"moved the closing date from {scheme.closes_on:%-d %B %Y} to {closes_on:%-d %B %Y}"
    move(
        scheme, "move the closing date", by=by, version=version, reason=reason, says=says, detail=detail,
        columns={"closes_on": closes_on},
    )  # fmt: skip
    let_fall(scheme.programme, agreed)
    return scheme


@transaction.atomic
def withdraw_scheme(*, scheme: Scheme, version: int, reason: str, by: Membership, agreed: int = 0) -> Scheme:
    """Take a scheme back. Records of it are kept; what stands under it falls (`falling.let_fall`).

    Raises StaleVersion and ActionRefused as `move` does, and Unconfirmed.
    """
    move(scheme, "withdraw", by=by, version=version, reason=reason)
    let_fall(scheme.programme, agreed)
    return scheme


@transaction.atomic
def set_hours(
    *, programme: Programme, version: int, hours: Iterable[tuple[int, time, time]], by: Membership
) -> Programme:
    """Replace the opening hours: weekday, from, to of each. Raises StaleVersion and ActionRefused as `move` does."""
    move(programme, "edit", by=by, version=version, says="changed the opening hours")
    programme.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(programme=programme, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours
    )
    return programme


@transaction.atomic
def set_service_levels(*, programme: Programme, version: int, days: dict[Urgency, int], by: Membership) -> Programme:
    """Say within how many working days a first reply is promised. Raises StaleVersion and ActionRefused as `move` does."""
    move(programme, "edit", by=by, version=version, says="changed the promised times")
    for urgency, promised in days.items():
        ServiceLevel.objects.update_or_create(programme=programme, urgency=urgency, defaults={"days": promised})
    return programme


@transaction.atomic
def add_closure(
    *, programme: Programme, version: int, first: date, last: date, why: str, by: Membership, agreed: int = 0
) -> Closure:
    """Close the hub for some days. What stands on them falls (`falling.let_fall`).

    Raises StaleVersion and ActionRefused as `move` does, Unconfirmed, and ActionRefused if they end before they begin.
    """
    if last < first:
        raise ActionRefused("The last day must be on or after the first.", "last")
    move(programme, "edit", by=by, version=version, says=f"closed from {first:%-d %B %Y} to {last:%-d %B %Y}")
    made = Closure.objects.create(programme=programme, first=first, last=last, why=why.strip())
    let_fall(programme, agreed)
    return made


@transaction.atomic
def add_theme(*, programme: Programme, version: int, name: str, by: Membership) -> Theme:
    """Add what people ask about. One that was retired under this name comes back. Raises StaleVersion and ActionRefused as `move` does."""
    code = slugify(name)[:40]
    if not code:
        raise ActionRefused("Write the name in letters.", "name")
    move(programme, "edit", by=by, version=version, says=f"added the theme {name.strip()}")
    defaults = {"name": name.strip(), "retired_on": None}
    return Theme.objects.update_or_create(programme=programme, code=code, defaults=defaults)[0]


@transaction.atomic
def retire_theme(*, theme: Theme, version: int, by: Membership) -> Theme:
    """Stop using a theme: cases keep it. Raises StaleVersion and ActionRefused as `move` does."""
    move(theme.programme, "edit", by=by, version=version, says=f"retired the theme {theme.name}")
    theme.retired_on = localdate()
    theme.save(update_fields=["retired_on"])
    return theme


@transaction.atomic
def add_contact_point(
    *, programme: Programme, version: int, audience: str, name: str, phone: str, email: str, web: str, words: str,
    by: Membership,
) -> ContactPoint:  # fmt: skip
    """Say where somebody turns to. Raises StaleVersion and ActionRefused as `move` does, and if there is no way to reach it."""
    if not (phone or email or web):
        raise ActionRefused("Give a telephone number, an e-mail address or a page.", "phone")
    move(programme, "edit", by=by, version=version, says=f"added {name.strip()} as a contact")
    return ContactPoint.objects.create(
        programme=programme, audience=audience, name=name.strip(), phone=phone.strip(), email=email.strip(),
        web=web.strip(), words=words.strip(),
    )  # fmt: skip


@transaction.atomic
def remove(*, what: Closure | ContactPoint, version: int, by: Membership) -> None:
    """Remove a closure or a contact. Raises StaleVersion and ActionRefused as `move` does."""
    move(what.programme, "edit", by=by, version=version, says=f"removed {_called(what)}")
    what.delete()


def _called(what: Closure | ContactPoint) -> str:
    return f"the closure from {what.first:%-d %B %Y}" if isinstance(what, Closure) else f"the contact {what.name}"


def _within(programme: Programme, councils: Collection[str]) -> None:
    if not set(councils) <= set(programme.councils):
        raise ActionRefused("A scheme covers councils of its programme alone.", "councils")


def _keys(columns: dict[str, Any]) -> dict[str, Any]:
    """The columns of a table: a body by its key."""
    return {
        f"{name}_id" if isinstance(value, Body) or name == "law_firm" else name: value.pk
        if isinstance(value, Body)
        else value
        for name, value in columns.items()
    }
