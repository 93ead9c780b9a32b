"""What an adviser can say: the body's pages of guidance, with the rules of the day, put into a reply; and which version was used stays with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.checker.book import current
from irhub.guidance.embedding import changed
from irhub.guidance.models import Version
from irhub.guidance.queries import answer_text, for_replies
from irhub.programmes.models import Programme
from irhub.support.models import Case, Message, UsedGuidance
from irhub.support.opening import hours_told
from irhub.web.errors import ActionRefused

MOST = 3


@dataclass(frozen=True)
class Script:
    """A page of guidance as words for a reply. `number`: of its version."""

    number: int
    title: str
    text: str


def for_theme(body: Body, theme: str) -> list[Script]:
    """The pages of a body that fit a theme best, with the rules as they stand today; none if nothing fits."""
    return [Script(page.pk, page.title, answer_text(page)) for page in for_replies(body, q=theme)[:MOST]]


def pages_of(body: Body) -> list[tuple[int, str]]:
    """The published pages of a body, those for its own staff among them, by title: for a form's choices."""
    return list(for_replies(body).order_by("title", "pk").values_list("pk", "title"))


def with_page(body: Body, number: int, text: str) -> str:
    """A text with a page of guidance put behind it, its rules as they stand today. Raises ActionRefused if it is none of the body's."""
    page = for_replies(body).filter(pk=number).first()
    if page is None:
        raise ActionRefused("Choose a page of guidance that is published now.", "insert")
    return "\n\n".join(part for part in (text.strip(), answer_text(page).strip()) if part)


def remember(message: Message, numbers: Collection[int]) -> None:
    """Keep which versions of guidance a reply was made of. One that is no longer published was replaced meanwhile, and is kept as used."""
    found: QuerySet[Version] = Version.objects.filter(pk__in=set(numbers), body_id=message.body_id)
    UsedGuidance.objects.bulk_create(
        UsedGuidance(message=message, version=one, body_id=message.body_id) for one in found
    )


@dataclass(frozen=True)
class Used:
    """A version of guidance that a reply was made of. `changed`: what changed since of the rules in it, a sentence each."""

    title: str
    number: int
    slug: str
    changed: tuple[str, ...] = ()


def used_in(case: Case) -> Mapping[int, list[Used]]:
    """By the replies of a case, what guidance they were made of, and whether its rules have changed since."""
    found: dict[int, list[Used]] = {}
    today, book = localdate(), current()
    for one in UsedGuidance.objects.filter(message__case=case).select_related("version__page").order_by("pk"):
        told = tuple(change.says for change in changed(one.version.rules, today, book))
        used = Used(one.version.title, one.version.number, one.version.page.slug, told)
        found.setdefault(one.message_id, []).append(used)
    return found


def opening(programme: Programme) -> str:
    """What is said first, by telephone: hours, closures, and that the helpline states rules."""
    return f"{programme.name}. {hours_told(programme)} We state rules with their sources; a lawyer advises on your own case."
