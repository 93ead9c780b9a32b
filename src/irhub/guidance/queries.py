"""What is asked of guidance. The database gives what is public, and all of the body for which somebody acts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, IntegerField, Max, QuerySet, Value, When
from django.utils.timezone import localdate

from irhub.accounts.models import Body, Membership
from irhub.accounts.policy import Whose
from irhub.accounts.queries import people_of
from irhub.checker.book import current
from irhub.guidance.embedding import RuleChanged, ShownRule, changed
from irhub.guidance.models import Page, Version
from irhub.guidance.plain import as_text
from irhub.guidance.rendering import Rendered, embedded_in, render
from irhub.guidance.teaching import to_check
from irhub.guidance.workflows import EDITORS, IN_WORK, OUT, State, Visibility
from irhub.rulebook.book import Rulebook
from irhub.web.saying import counted, say_day

_TEXTS = ("answer", "text", "sources")


def published(
    *, q: str = "", topic: str = "", audience: str = "", kind: str = "", whose: str = ""
) -> QuerySet[Version]:
    """What everybody can read now, the newest first; by words, what fits them best."""
    found: QuerySet[Version] = Version.objects.filter(state=State.PUBLISHED, visibility=Visibility.PUBLIC)
    if audience:
        found = found.filter(audience__contains=[audience])
    if kind:
        found = found.filter(page__kind=kind)
    if whose:
        found = found.filter(body_id=whose)
    return _about(found, q, topic)


def for_replies(body: Body, *, q: str = "", topic: str = "") -> QuerySet[Version]:
    """The published pages of a body, those for its own staff among them, of which `answer_text` makes a reply; in the same order."""
    return _about(Version.objects.filter(body=body, state=State.PUBLISHED), q, topic)


def _about(found: QuerySet[Version], q: str, topic: str) -> QuerySet[Version]:
    found = found.select_related("page", "body")
    if topic:
        found = found.filter(topics__contains=[topic])
    if not q:
        return found.order_by("-published_at", "-pk")
    asked = SearchQuery(q, config="english", search_type="websearch")
    fitting = found.filter(words=asked).annotate(rank=SearchRank("words", asked))
    return fitting.order_by("-rank", "-published_at", "-pk")


def writers() -> list[tuple[str, str]]:
    """The bodies of which something is published: number and name."""
    held = Version.objects.filter(state=State.PUBLISHED, visibility=Visibility.PUBLIC)
    found = Body.objects.filter(pk__in=held.values("body")).order_by("name")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


def public_page(slug: str) -> Version | None:
    """What the page of an address says now: its published version, else the newest that was withdrawn."""
    found = history(slug).filter(state__in=[State.PUBLISHED, State.WITHDRAWN])
    return found.order_by("-published_at", "-number").first()


def history(slug: str) -> QuerySet[Version]:
    """Every version of a page that was ever published, newest first."""
    found: QuerySet[Version] = Version.objects.filter(page__slug=slug, state__in=OUT, visibility=Visibility.PUBLIC)
    return found.select_related("page", "body").order_by("-number")


def published_of(page: int) -> Version | None:
    """The published version of a page."""
    return Version.objects.filter(page_id=page, state=State.PUBLISHED).first()


def in_work(page: Page) -> Version | None:
    """The version of a page that is still to be published."""
    return Version.objects.filter(page=page, state__in=IN_WORK).first()


def newest_number(page: Page) -> int:
    """The number of a page's newest version."""
    return int(Version.objects.filter(page=page).aggregate(newest=Max("number"))["newest"] or 0)


def version_numbered(number: int) -> Version | None:
    """A version that one may see."""
    return Version.objects.select_related("page", "body").filter(pk=number).first()


def whose_version(number: int) -> Whose | None:
    """Whose a version is: the body's."""
    found = version_numbered(number)
    return Whose(body=found.body_id) if found else None


def before(version: Version) -> Version | None:
    """The version of the same page that was published before this one."""
    earlier = Version.objects.filter(page_id=version.page_id, number__lt=version.number, state__in=OUT)
    return earlier.order_by("-number").first()


def of_body(body: Body, *, state: str = "") -> QuerySet[Version]:
    """The versions of a body that matter now: what waits first, then what is in work, then what is out; or all in a state."""
    found: QuerySet[Version] = Version.objects.filter(body=body).select_related("page", "body")
    if state:
        return found.filter(state=state).order_by("-written_at", "-pk")
    order = (State.SUBMITTED, State.SENT_BACK, State.DRAFT, State.SCHEDULED, State.PUBLISHED)
    place = Case(*(When(state=one, then=Value(at)) for at, one in enumerate(order)), output_field=IntegerField())
    return found.filter(state__in=order).annotate(place=place).order_by("place", "-written_at", "-pk")


def review_due(body: Body, today: date) -> list[Version]:
    """The published pages of a body that were to be read again by now, the longest overdue first."""
    found = Version.objects.filter(body=body, state=State.PUBLISHED, review_on__lte=today)
    return list(found.select_related("page").order_by("review_on", "pk"))


def editors(body: Body) -> list[Membership]:
    """Who answers for the guidance of a body."""
    return [held for held in people_of(body) if held.role in EDITORS]


def hubs() -> list[Body]:
    """The bodies that have written guidance."""
    return list(Body.objects.filter(pk__in=Version.objects.values("body")).order_by("pk"))


@dataclass(frozen=True)
class Waits:
    """How many things of a body's guidance wait for somebody; in words, blank where nothing does."""

    approval: int
    to_check: int
    review: int

    def __str__(self) -> str:
        told = (
            (self.approval, "wait for approval"),
            (self.to_check, "to check: a rule changed"),
            (self.review, "reviews due"),
        )
        return ", ".join(counted(number, what) for number, what in told if number)


def waits(body: Body) -> Waits:
    """What waits in a body's guidance today."""
    submitted = Version.objects.filter(body=body, state=State.SUBMITTED).count()
    return Waits(submitted, len(to_check(body)), len(review_due(body, localdate())))


def lines_in(version: Version, book: Rulebook) -> list[str]:
    """The lines of rules that stand in a version, each once."""
    found = (rule.line for name in _TEXTS for rule in embedded_in(getattr(version, name), book) if rule.line)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Read:
    """A version as a page shows it on a day: its parts, the rules in it, what of them changed since it was checked."""

    version: Version
    on: date
    answer: Rendered
    text: Rendered
    sources: Rendered
    rules: tuple[ShownRule, ...]
    changes: tuple[RuleChanged, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Teaser:
    """A published version as a list shows it: its answer, and whether a rule in it changed since it was checked."""

    version: Version
    answer: Rendered
    flagged: bool


def teasers(versions: Iterable[Version]) -> list[Teaser]:
    """Published versions as a list shows them today."""
    book, today = current(), localdate()
    return [
        Teaser(version, render(version.answer, book, today), bool(changed(version.rules, today, book)))
        for version in versions
    ]


def read(version: Version, on: date | None = None) -> Read:
    """A version with its rules as they stand on a day, by default today. Only what is published is flagged."""
    day, book = on or localdate(), current()
    parts = {name: render(getattr(version, name), book, day) for name in _TEXTS}
    rules = {rule.line: rule for part in parts.values() for rule in part.rules}
    problems = dict.fromkeys(problem for part in parts.values() for problem in part.problems)
    changes = changed(version.rules, day, book) if version.state == State.PUBLISHED else []
    return Read(version, day, **parts, rules=tuple(rules.values()), changes=tuple(changes), problems=tuple(problems))


def lacks(version: Version) -> list[str]:
    """What a version lacks before it can be submitted, a sentence each."""
    wanted = (
        (version.answer.strip(), "Write the answer: what somebody needs to know in a few sentences."),
        (version.topics, "Choose at least one topic."),
        (version.audience, "Choose for whom it is."),
        (version.law_as_at, "Say for which day you read the law."),
        (version.review_on, "Say by when the page is to be read again."),
        (version.change_note.strip() or version.number == 1, "Say what is new in this version: readers are told."),
    )
    missing = [sentence for given, sentence in wanted if not given]
    if version.review_on and version.review_on <= localdate():
        missing.append("The review must be on a later day than today.")
    return [*missing, *read(version).problems]


def answer_text(page: Version, *, on: date | None = None, whole: bool = False) -> str:
    """A page as plain words to put into a reply: its answer, or the whole of it, with the rules as they stand on a day (by default today).

    It ends with the day, with the day for which the law was read, and with whose it is. Where a rule changed since the page was
    checked it says so first, so that nobody sends it unread.
    """
    day, book = on or localdate(), current()
    warned = [f"To check before you send this: {change.says}" for change in changed(page.rules, day, book)]
    body = [as_text(getattr(page, name), book, day) for name in (("answer", "text") if whole else ("answer",))]
    law = f" Law as at {say_day(page.law_as_at)}." if page.law_as_at else ""
    end = f"The rules on {say_day(day)}.{law} {page.body.name}. This states rules; it is not legal advice."
    return "\n\n".join([*warned, page.title, *filter(None, body), end]) + "\n"
