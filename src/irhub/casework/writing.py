"""Who is writing on a case now, so that two do not answer it at once. It is a courtesy: what holds is that a version that has changed is refused.

A page that is for writing alone says so as it is shown (`writing`), one that is read as well shows who does (`writers`), and a script says
so when somebody types. Without the script the names are those of when the page was opened.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse

from irhub.accounts.acting import acting_membership
from irhub.accounts.models import Membership
from irhub.accounts.moving import named
from irhub.accounts.roles import Kind, Role, side_of
from irhub.casework.forms import WritingForm
from irhub.casework.models import Writing
from irhub.web.forms import posted

LASTS = timedelta(minutes=2)
"""After which somebody who typed no more is taken to have gone."""


def writing(thing: Any, *, by: Membership) -> list[str]:
    """Say that somebody writes on a thing now. Returns the names of the others who do, as `writers`."""
    side = side_of(Kind(by.body.kind), Role(by.role)) or ""
    mine = Writing(body=by.body, about=named(thing), person=by.person, side=side, until=Now() + LASTS)
    Writing.objects.bulk_create(
        [mine], update_conflicts=True, unique_fields=["about", "body", "person", "side"], update_fields=["until"]
    )
    return writers(thing, but=by)


def wrote(thing: Any, *, by: Membership) -> None:
    """Say that somebody has done: their reply was sent, or given up."""
    Writing.objects.of(by.body).filter(about=named(thing), person=by.person).delete()


def writers(thing: Any, *, but: Membership) -> list[str]:
    """The names of those of somebody's body who write on a thing now, without their own."""
    found = Writing.objects.of(but.body).filter(about=named(thing), until__gt=Now()).exclude(person=but.person)
    return list(found.order_by("person__name", "pk").values_list("person__name", flat=True))


def told_writing(names: list[str]) -> str:
    """A sentence of those who write; blank for none."""
    if not names:
        return ""
    *rest, last = names
    return f"{', '.join(rest)} and {last} are writing now." if rest else f"{last} is writing now."


def still_writing(request: HttpRequest, thing: Any) -> HttpResponse:
    """The answer to the script of a page: who else writes, as a sentence. What was posted tells whether somebody has typed since."""
    by, form = acting_membership(request), posted(WritingForm, request)
    typed = form.is_valid() and form.cleaned_data["writes"]
    return HttpResponse(
        told_writing(writing(thing, by=by) if typed else writers(thing, but=by)), content_type="text/plain"
    )
