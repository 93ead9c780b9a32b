"""Who signs in for a bench, and what their bodies hold: a year of work, made by their actions from the registers held.

For a copy of a data folder (copied.py). Every council, partnership and the department takes part. The officer's and the lead's
bodies buy from 150 providers, hold 500 tasks and ten plans; providers reply and challenge; reviewers have decided pairs. Only
the trail and the runs of jobs of that year are written straight into their tables: nobody waits for them to happen.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import actions
from irhub.accounts.models import Body, Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import owner_access, system_access
from irhub.attention import actions as attention
from irhub.attention.models import Challenge
from irhub.attention.workflows import WORKS, TaskState
from irhub.continuity import actions as continuity
from irhub.continuity.models import PlanStep
from irhub.contracts import actions as contracts
from irhub.dashboards.models import PlaceFigures, Visit
from irhub.files.handed_in import handed_in
from irhub.indicators import queries as indicators
from irhub.indicators.indicator import Audience
from irhub.organisations import decisions
from irhub.organisations.models import Link, Member
from irhub.places import Place, places
from irhub.registers.models import Edition

LINES, TASKS, PLANS, REPLIES, DECISIONS = 150, 500, 10, 40, 40
COLLEAGUES, EVENTS, RUNS = 8, 100_000, 4_000
PURPOSE = "To look after people whose employer may lose its licence"


@dataclass(frozen=True)
class Who:
    """Somebody who asks: the kind of body and the role, None for a system administrator."""

    kind: Kind | None
    role: Role | None


WHO = {
    "an officer of a council": Who(Kind.COUNCIL, Role.ANALYST),
    "a reviewer of a council": Who(Kind.COUNCIL, Role.REVIEWER),
    "an auditor of a council": Who(Kind.COUNCIL, Role.AUDITOR),
    "the lead of a partnership": Who(Kind.PARTNERSHIP, Role.ANALYST),
    "an administrator of a partnership": Who(Kind.PARTNERSHIP, Role.ADMINISTRATOR),
    "a reviewer of the department": Who(Kind.DEPARTMENT, Role.REVIEWER),
    "an operator": Who(None, None),
}
"""Who asks for pages. Each acts for the largest council or partnership, by providers."""


def largest(kind: str) -> Place:
    """The place of a kind with the most providers."""
    sizes = dict(PlaceFigures.objects.filter(as_at=None).values_list("place_code", "providers"))
    return max((place for place in places() if place.kind == kind), key=lambda place: sizes.get(place.code, 0))


@system_access("a bench makes its own bodies and people, in a copy")
def settle_in() -> None:
    """Make the bodies, their people and what they hold."""
    taking_part = set(Body.objects.values_list("kind", "place_code"))
    for place in places():
        if place.kind in (Kind.COUNCIL, Kind.PARTNERSHIP) and (place.kind, place.code) not in taking_part:
            actions.add_body(Kind(place.kind), f"Example body of {place.name}", place.code, by="bench")
    if (Kind.DEPARTMENT, "") not in taking_part:
        actions.add_body(Kind.DEPARTMENT, "Example department", by="bench")
    bodies = Body.objects.exclude(kind=Kind.PROVIDER)
    roles = (Role.VIEWER, Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR)
    held = [(body, role) for body in bodies for role in islice(cycle(roles), COLLEAGUES)]
    people = Person.objects.bulk_create(_unsaved() for _ in held)
    Membership.objects.bulk_create(
        Membership(person=person, body=body, role=role, given_by="bench")
        for person, (body, role) in zip(people, held, strict=True)
    )
    for kind in (Kind.COUNCIL, Kind.PARTNERSHIP):
        place = largest(kind)
        membership = member(WHO["an officer of a council" if kind is Kind.COUNCIL else "the lead of a partnership"])
        contracts.upload_list(handed_in(SimpleUploadedFile("providers.csv", _list(place))), by=membership)
        _tasks(membership, place)
        _plans(membership, place)
    _replies()
    _decided()
    with owner_access():  # the trail's own role may write one event at a time
        _year_gone_by()


def member(who: Who, number: int = 0) -> Membership:
    """Somebody in that role of the largest body of that kind: one of those who hold it, or a new person."""
    assert who.kind
    assert who.role
    body = Body.objects.get(kind=who.kind, place_code="" if who.kind is Kind.DEPARTMENT else largest(who.kind).code)
    held = Membership.objects.filter(body=body, role=who.role).order_by("pk")[number : number + 1]
    return held[0] if held else Membership.objects.create(person=_person(), body=body, role=who.role, given_by="bench")


@system_access("a bench signs its own people in, in a copy")
def signed_in(who: Who, number: int = 0) -> Client:
    """Somebody in that role, signed in, who gave a purpose and looked at every place a week before the newest edition."""
    person = member(who, number).person if who.kind else _person(is_system_administrator=True)
    if not person.authenticator_set.exists():
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
    editions = Edition.objects.filter(register="home_office_sponsors", state=Edition.State.ACCEPTED)
    week = editions.filter(date__lte=editions.latest("date").date - timedelta(days=7)).latest("date")
    Visit.objects.bulk_create(
        (
            Visit(person=person, place_code=place.code, latest_at=timezone.now(), before_at=week.loaded_at)
            for place in places()
        ),
        ignore_conflicts=True,
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    client.post("/account/purpose/", {"kind": PURPOSE})
    return client


def _person(**fields: bool) -> Person:
    person = _unsaved(**fields)
    person.save()
    return person


def _unsaved(**fields: bool) -> Person:
    mark = uuid4().hex[:12]
    return Person(email=f"bench-{mark}@example.org", name=f"Example Person {mark}", password="!", **fields)


def _list(place: Place) -> bytes:
    """A list as a council writes it: some lines with the CQC's id, most with name and postcode, some with a slip, a few strangers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (md5(provider_id)) provider_id, provider_name, postcode FROM registers_locationspan"
            " WHERE until IS NULL AND council_code = ANY(%s) ORDER BY md5(provider_id), location_id LIMIT %s",
            [place.council_codes, LINES - 5],
        )
        found = cursor.fetchall()
    lines = [
        (name if number % 7 else name[:3] + name[4:], postcode, "" if number % 3 else provider)
        for number, (provider, name, postcode) in enumerate(found, 1)
    ]
    strangers = [(f"Quillmoor Gardens {number}", "ZZ9 9ZZ", "") for number in range(1, 6)]
    written = io.StringIO()
    csv.writer(written).writerows([("Name", "Postcode", "CQC provider ID"), *lines, *strangers])
    return written.getvalue().encode()


def _tasks(membership: Membership, place: Place) -> None:
    """The first signals of a place, shared out among colleagues who work on them: some with notes, every fifth closed."""
    who_work = Membership.objects.filter(body=membership.body, role__in=WORKS.roles)
    colleagues = cycle(who_work.values_list("person_id", flat=True)[:COLLEAGUES])
    found = indicators.signals_of_place(place.council_codes, audiences=tuple(Audience))[: 2 * TASKS]
    today = localdate()
    about_one = [row for row in found if row.organisation_id]
    for number, row in enumerate(about_one[:TASKS]):
        key = (str(row.organisation_id), row.code)
        attention.assign(
            *key, name=row.name, says=row.says, version=0, owner=next(colleagues), note="Rang the manager.",
            due=today + timedelta(days=number % 60), by=membership,
        )  # fmt: skip
        for version in range(1, number % 4 + 1):
            attention.assign(
                *key, name=row.name, says=row.says, version=version, owner=next(colleagues),
                due=today + timedelta(days=number % 60 + version), note="Rang again, nobody answered.", by=membership,
            )  # fmt: skip
        if number % 5 == 0:
            attention.close(
                *key,
                version=1 + number % 4,
                state=TaskState.DONE,
                why="The licence is back on the register.",
                by=membership,
            )


def organisations_by_size(place: Place) -> list[str]:
    """Organisations with a location and a linked sponsor in a place, the one with most locations anywhere first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id FROM organisations_providerincouncil WHERE licence = 'licensed'"
            " AND organisation_id IN (SELECT organisation_id FROM organisations_providerincouncil WHERE council_code = ANY(%s))"
            " GROUP BY organisation_id ORDER BY sum(locations) DESC, organisation_id",
            [place.council_codes],
        )
        return [found[0] for found in cursor.fetchall()]


def _plans(membership: Membership, place: Place) -> None:
    for organisation in organisations_by_size(place)[:PLANS]:
        plan = continuity.open_plan(organisation, "The director rang: the licence is suspended.", by=membership)
        for step in PlanStep.objects.filter(plan=plan).order_by("place")[:5]:
            continuity.work_step(step, done=True, note="Done by telephone.", version=1, by=membership)


def _replies() -> None:
    """Providers whose signals everybody sees put a statement beside one, and challenge another."""
    codes = largest(Kind.PARTNERSHIP).council_codes
    rows = indicators.signals_of_place(codes, audiences=indicators.FOR_EVERYBODY)[: 2 * REPLIES]
    first = {str(row.organisation_id): row for row in rows}
    for organisation, row in first.items():
        provider = Member.objects.filter(organisation_id=organisation, register="cqc_locations").first()
        if provider is None:
            continue
        body = actions.add_body(
            Kind.PROVIDER, f"{provider.name} ({provider.entity_key})", provider.entity_key, by="bench"
        )
        membership = Membership.objects.create(person=_person(), body=body, role=Role.ADMINISTRATOR, given_by="bench")
        told = {"name": row.name, "by": membership}
        attention.submit_statement(organisation, row.code, "We have appointed a new manager.", **told)
        attention.challenge(organisation, row.code, Challenge.About.FACT, "The rating is of another location.", **told)


def _decided() -> None:
    """Two reviewers of the department decide pairs that wait, some of them both, blind."""
    reviewers = [member(WHO["a reviewer of the department"], number) for number in range(2)]
    verdicts = (decisions.Verdict.SAME, decisions.Verdict.DIFFERENT)
    pairs = Link.objects.filter(band=Link.Band.REVIEW).order_by("-locations")[:DECISIONS]
    for number, link in enumerate(list(pairs)):
        for membership in reviewers[: 1 + (number % 3 == 0)]:
            decisions.decide(
                link.sponsor_key,
                link.provider_id,
                verdicts[number % 2],
                by=membership,
                blind=True,
            )


def _year_gone_by() -> None:
    """A trail and runs of jobs as after a year. The hashes of these events are not true: nothing here walks the trail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditevent (number, at, who, acting_as, body_id, what, about, detail, hash_before, hash)"
            " SELECT nextval('accounts_auditevent_number'), now() - (%(events)s - n) * interval '5 minutes', 'bench-' || n %% 800 || '@example.org',"
            "   'analyst, Example body', (SELECT min(id) FROM accounts_body) + n %% 170,"
            "   (ARRAY['signed in', 'looked at people''s data', 'task: wrote a note', 'was refused'])[1 + n %% 4],"
            "   'organisation/' || md5(n::text), '{}', md5(n::text), md5(n::text)"
            " FROM generate_series(1, %(events)s) AS n",
            {"events": EVENTS},
        )
        cursor.execute(
            "INSERT INTO operations_run (job, started_at, ended_at, outcome, said)"
            " SELECT (ARRAY['alert', 'audit', 'backup', 'digests', 'past-days', 'refresh', 'retention', 'rules',"
            "   'take-up', 'tidy'])[1 + n %% 10], at, at + interval '20 seconds',"
            "   CASE WHEN n %% 50 = 0 THEN 'failed' ELSE 'done' END, 'Nothing new.'"
            " FROM generate_series(1, %(runs)s) AS n, LATERAL (SELECT now() - n * interval '2 hours' AS at) AS t",
            {"runs": RUNS},
        )
        cursor.execute("ANALYZE")  # as the database does by itself before long
