"""The database gives nobody the rows of another body, whatever a query forgets."""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.db.models import CharField, ForeignKey, Model, QuerySet, TextField
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from irhub.accounts import actions as accounts
from irhub.accounts import middleware, queries
from irhub.accounts.audit import record
from irhub.accounts.models import AuditEvent, Body, Invitation, Membership, OwnedByBody, Person
from irhub.accounts.roles import ROLES_OF, Kind, Role, Side, side_of
from irhub.accounts.row_security import APP, SYSTEM, Acting, acting, acting_now, protect, system_access
from irhub.attention import actions
from irhub.attention import queries as attention
from irhub.attention.models import Challenge, Statement
from irhub.checker.models import Proposal, SavedCase
from irhub.checker.queries import cases_of_everybody
from tests.factories import (
    CODE,
    ORGANISATION,
    PROVIDER,
    SIGNAL,
    BodyFactory,
    MembershipFactory,
    PersonFactory,
    SavedCaseFactory,
    SignalFactory,
    signed_in,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db
PERSONAL = (Person, Membership, Invitation, AuditEvent, EmailAddress, Authenticator)


@pytest.fixture
def two_bodies() -> tuple[Membership, Membership]:
    """An administrator each of two councils that have invited somebody, and done something."""
    held = []
    for name in ("Sampleham", "Exampleton"):
        place = BodyFactory(name=f"{name} Council")
        boss = PersonFactory(email=f"boss@{name}.example".lower(), roles=[(place, Role.ADMINISTRATOR)])
        membership = boss.memberships.get()
        accounts.invite(place, Role.VIEWER, f"new@{name}.example".lower(), by=membership)
        held.append(membership)
    return held[0], held[1]


def state_of(membership: Membership) -> Acting:
    return Acting(person=membership.person_id, body=membership.body_id, role=membership.role)


def test_without_anybody_acting_there_is_not_one_row(two_bodies):
    assert all(model.objects.exists() for model in PERSONAL)
    with acting(Acting()):
        assert {model.__name__: model.objects.count() for model in PERSONAL} == dict.fromkeys(
            (model.__name__ for model in PERSONAL), 0
        )


def test_with_no_filter_in_the_query_the_rows_of_other_bodies_do_not_come(two_bodies):
    ours, theirs = two_bodies
    with acting(state_of(ours)):
        assert set(Membership.objects.values_list("body_id", flat=True)) == {ours.body_id}
        assert set(Invitation.objects.values_list("body_id", flat=True)) == {ours.body_id}
        assert set(Person.objects.values_list("pk", flat=True)) == {ours.person_id}
        assert not Membership.objects.filter(pk=theirs.pk).update(given_by="us")
        assert not Invitation.objects.filter(body=theirs.body_id).delete()[0]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Membership.objects.create(person_id=ours.person_id, body_id=theirs.body_id, role=Role.VIEWER, given_by="us")


def test_with_the_filter_of_a_page_taken_away_the_page_still_shows_its_own_body_alone(two_bodies, monkeypatch):
    monkeypatch.setattr(queries, "people_of", lambda _: list(Membership.objects.select_related("person")))
    monkeypatch.setattr(accounts, "open_invitations", lambda *_: Invitation.objects.all())
    ours, _ = two_bodies
    administrator = signed_in(ours.person)
    page = "".join(administrator.get(reverse(route)).content.decode() for route in ("people", "people-invited"))
    assert "new@sampleham.example" in page
    assert "exampleton.example" not in page
    monkeypatch.setattr(queries, "events", lambda *_, **__: AuditEvent.objects.order_by("-number"))
    auditor = PersonFactory(email="auditor@sampleham.example", roles=[(ours.body, Role.AUDITOR)])
    trail = signed_in(auditor).get(reverse("audit")).content.decode()
    assert "new@sampleham.example" in trail
    assert "exampleton.example" not in trail


def test_only_an_auditor_reads_the_trail_and_whoever_acts_may_add_to_it(two_bodies):
    ours, _ = two_bodies
    with acting(state_of(ours)):
        added = record("looked", by=ours)
        assert not AuditEvent.objects.exists()
    with acting(replace(state_of(ours), role=Role.AUDITOR)):
        assert set(AuditEvent.objects.values_list("body_id", flat=True)) == {ours.body_id}
        assert AuditEvent.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize("role", [APP, SYSTEM])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditevent SET who = ''", "DELETE FROM accounts_auditevent", "TRUNCATE accounts_auditevent"],
)
def test_no_role_that_the_hub_runs_as_may_alter_the_trail(two_bodies, role, statement):
    with (
        acting(Acting(database_role=role, administrator=True)),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE accounts_membership DISABLE ROW LEVEL SECURITY",
        "DROP POLICY fenced_read ON accounts_membership",
        "TRUNCATE accounts_membership CASCADE",
        "ALTER TABLE accounts_auditevent DISABLE TRIGGER ALL",
    ],
)
def test_the_fenced_role_cannot_take_the_fence_away(statement):
    with (
        acting(Acting()),
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_both_roles_are_weak():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolcanlogin FROM pg_roles"
            " WHERE rolname IN (%s, %s)",
            [APP, SYSTEM],
        )
        assert sorted(cursor.fetchall()) == [(APP, False), (SYSTEM, False)]


def test_work_for_the_system_sees_every_body_and_says_why(two_bodies):
    with acting(Acting()):
        with system_access("counting for a test", by="pat@example.org", about="body/1"):
            assert Membership.objects.count() == 2
        assert Membership.objects.count() == 0
    told = AuditEvent.objects.get(what="used system access")
    assert (told.who, told.about, told.detail) == ("pat@example.org", "body/1", {"reason": "counting for a test"})
    with pytest.raises(ValueError, match="needs a reason"), system_access(""):
        pass


def test_a_failed_transaction_leaves_the_fence_as_it_was(two_bodies):
    ours, _ = two_bodies
    with acting(state_of(ours)):
        with pytest.raises(DatabaseError), transaction.atomic(), system_access("fails"):
            connection.cursor().execute("SELECT 1 / 0")
        assert Membership.objects.count() == 1
        with pytest.raises(RuntimeError), transaction.atomic(), system_access("fails in Python"):
            raise RuntimeError
        assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_of_one_request_is_left_on_the_connection_for_the_next(two_bodies):
    ours, theirs = (signed_in(membership.person) for membership in two_bodies)
    with acting(Acting()):  # as a worker's connection is between requests
        for client in (ours, Client(headers={"host": "localhost"}), theirs, ours):
            client.get(reverse("people-invited"))
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user, irhub_body(), irhub_person(), current_setting('irhub.acting')")
                assert cursor.fetchone() == (APP, None, None, "")
        for answer, mine, other in ((ours, "sampleham", "exampleton"), (theirs, "exampleton", "sampleham")):
            page = answer.get(reverse("people-invited")).content.decode()
            assert f"new@{mine}.example" in page
            assert f"{other}.example" not in page


def test_a_connection_is_not_told_what_it_knows_but_after_a_roll_back_and_at_both_ends_of_each_request(two_bodies):
    ours, theirs = map(state_of, two_bodies)

    def drawn() -> int:
        return connection.connection.irhub_number

    def proved() -> int | None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT irhub_body()")
            return cursor.fetchone()[0]

    with acting(ours):
        known = drawn()
        with acting(ours):
            assert (drawn(), proved()) == (known, ours.body)
        with acting(theirs):
            assert drawn() > known
            assert proved() == theirs.body
        known = drawn()
        with suppress(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        assert drawn() > known
        assert proved() == ours.body
    with acting(Acting()):
        known = drawn()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('irhub.acting', 'planted', false)")
        Client(headers={"host": "localhost"}).get(reverse("about"))
        assert drawn() == known + 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('irhub.acting')")
            assert cursor.fetchone() == ("",)


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_a_fence_of_its_own_and_a_new_connection_keeps_it(two_bodies):
    ours, theirs = two_bodies
    both_inside, seen = threading.Barrier(2), {}

    def look(membership: Membership) -> None:
        with acting(Acting()):
            with acting(state_of(membership)):
                Membership.objects.count()
                both_inside.wait(timeout=10)
                first = list(Membership.objects.values_list("body_id", flat=True))
                connection.close()  # as if the server had gone away: the next query opens another
                seen[membership.body_id] = first + list(Membership.objects.values_list("body_id", flat=True))
            seen[f"after {membership.body_id}"] = Membership.objects.count()
        connection.close()

    threads = [threading.Thread(target=look, args=[membership]) for membership in (ours, theirs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {
        ours.body_id: [ours.body_id] * 2,
        theirs.body_id: [theirs.body_id] * 2,
        f"after {ours.body_id}": 0,
        f"after {theirs.body_id}": 0,
    }


def test_an_answer_that_is_sent_bit_by_bit_stays_fenced(two_bodies):
    ours, _ = two_bodies

    def view(request):
        middleware.become(state_of(ours))
        return StreamingHttpResponse(str(number).encode() for number in Membership.objects.values_list("body_id"))

    request = RequestFactory().get("/")
    request.session = {}
    answer = middleware.row_security(view)(request)
    assert acting_now() == Acting(database_role="")
    assert len(list(answer.streaming_content)) == 1
    assert acting_now() == Acting(database_role="")


def test_what_the_advice_side_holds_no_other_side_reads():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_call (id int PRIMARY KEY, body_id bigint, firm_id bigint)")
        cursor.execute("CREATE TABLE test_note (id int PRIMARY KEY, call_id int, words text)")
        for operation in (
            protect("test_call", bodies=("body_id", "firm_id"), side=Side.ADVICE),
            protect("test_note", through=("call_id", "test_call")),
        ):
            cursor.execute(operation.sql)
        line, firm, council = (Body.objects.create(kind=Kind.DELIVERY_PARTNER, name=name).pk for name in "abc")
        cursor.execute("INSERT INTO test_call VALUES (1, %s, %s)", [line, firm])
        cursor.execute("INSERT INTO test_note VALUES (1, 1, 'asked about a letter')")

    def read(body_id: int, kind: Kind, role: Role) -> int:
        state = Acting(person=1, body=body_id, role=role, side=side_of(kind, role) or "")
        with acting(state), connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM test_call) + (SELECT count(*) FROM test_note)")
            return int(cursor.fetchone()[0])

    assert read(line, Kind.DELIVERY_PARTNER, Role.ADVISER) == 2
    assert read(firm, Kind.DELIVERY_PARTNER, Role.LEGAL_ADVISER) == 2
    assert read(council, Kind.DELIVERY_PARTNER, Role.ADVISER) == 0
    others = [(kind, role) for kind in Kind for role in ROLES_OF[kind] if side_of(kind, role) is not Side.ADVICE]
    assert len(others) > 20
    for place in (line, firm, council):  # even where somebody acted for the very body that holds the row
        assert [(kind, role) for kind, role in others if read(place, kind, role)] == []


def test_a_table_can_ask_for_a_role_and_a_purpose():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_case (id int PRIMARY KEY, body_id bigint)")
        cursor.execute(protect("test_case", roles=[Role.CASEWORKER], needs_purpose=True).sql)
        cursor.execute("INSERT INTO test_case VALUES (1, 7)")
        state = Acting(person=1, body=7, role=Role.CASEWORKER, purpose="a call about the case")
        for acts, rows in ((state, 1), (replace(state, purpose=""), 0), (replace(state, role=Role.VIEWER), 0)):
            with acting(acts):
                cursor.execute("SELECT count(*) FROM test_case")
                assert cursor.fetchone() == (rows,)


UNFENCED = {  # tables that name people and are for more than one body, and why
    "registers_edition": "which edition was held back, and who let it in, is for whoever answers for the registers",
    "support_question": "a view, which asks itself who acts, and gives a client's own body its questions",
    "registers_correction": "a correction stands beside the published fact with the name of whoever made it",
    "organisations_link": "says for everybody which bodies decided and when; it names no people",
    "organisations_decision": "one decision makes the link for every body; who made it is shown to reviewers alone",
}


def fenced_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        return {name for (name,) in cursor.fetchall()}


def names_people(model: type[Model]) -> bool:
    """Whether a table points at a person or a body, or has a column for the name or address of somebody."""
    return any(
        (isinstance(column, ForeignKey) and column.related_model in (Person, Body))
        or (isinstance(column, CharField | TextField) and re.fullmatch(r"who|email|\w+_by", column.name))
        for column in model._meta.get_fields()
    )


def test_every_table_that_names_people_or_bodies_is_behind_the_fence_or_says_why_not():
    naming = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, OwnedByBody) or names_people(model)
    }
    assert {"accounts_person", "accounts_auditevent", "attention_statement", "checker_savedcase"} < naming
    assert UserSession._meta.db_table in naming
    assert naming - fenced_tables() == set(UNFENCED)
    assert Session._meta.db_table not in naming


def test_a_reply_that_was_not_looked_at_and_a_challenge_do_not_come_to_others_even_if_the_filter_is_forgotten(
    monkeypatch,
):
    SignalFactory()
    speaker = PersonFactory(email="boss@quillmoor.example", roles=[(firm(PROVIDER), Role.ADMINISTRATOR)])
    rival = signed_in(PersonFactory(email="rival@amberridge.example", roles=[(firm("1-999"), Role.ADMINISTRATOR)]))
    helper = signed_in(
        PersonFactory(
            email="helper@example.org", roles=[(BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Helpline"), Role.ADVISER)]
        )
    )
    council = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    public, provider = Client(headers={"host": "localhost"}), signed_in(speaker)
    provider.post(f"{SIGNAL}reply/", {"text": "Our licence stands.", "seen": 0})
    provider.post(f"{SIGNAL}challenge/", {"about": "link", "text": "Another firm, in Leeds"})
    assert (Statement.objects.count(), Challenge.objects.count()) == (1, 1)
    monkeypatch.setattr(
        attention,
        "statements_on",
        lambda *_: {(said.organisation_id, said.code): said for said in Statement.objects.all()},
    )
    monkeypatch.setattr(attention, "challenges_on", lambda *_: list(Challenge.objects.all()))

    def told(client: Client) -> tuple[bool, bool]:
        page = client.get(SIGNAL).content.decode()
        assert "being looked at" in page  # where a challenge stands is for everybody
        return "Our licence stands." in page, "Another firm, in Leeds" in page

    assert [told(client) for client in (provider, council)] == [(True, True)] * 2
    assert [told(client) for client in (rival, helper, public)] == [(False, False)] * 3
    stand(Statement.objects.get(), public="shown", decided_at="2026-11-20T10:00Z", decided_by="chief@example.org")
    assert [told(client) for client in (rival, helper, public)] == [(True, False)] * 3
    Statement.objects.update(withdrawn_at="2026-11-21T10:00Z")
    assert [told(client) for client in (rival, helper, public)] == [(False, False)] * 3


def test_the_database_lets_nobody_decide_of_a_reply_or_a_challenge_but_those_whose_part_it_is():
    SignalFactory()
    provider, rival = firm(PROVIDER), firm("1-999")
    membership = MembershipFactory(person__email="boss@quillmoor.example", body=provider, role=Role.ADMINISTRATOR)
    actions.submit_statement(ORGANISATION, CODE, "Our licence stands.", name="Quillmoor", by=membership)
    actions.challenge(ORGANISATION, CODE, Challenge.About.FACT, "No", name="Quillmoor", by=membership)
    region = BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership")

    def changed(place: Body, role: Role) -> tuple[int, int]:
        state = Acting(person=1, body=place.pk, role=role, side=side_of(Kind(place.kind), role) or "")
        with acting(state):
            return Statement.objects.update(name="x"), Challenge.objects.update(name="x")

    def read(place: Body, role: Role) -> tuple[int, int]:
        state = Acting(person=1, body=place.pk, role=role, side=side_of(Kind(place.kind), role) or "")
        with acting(state):
            return Statement.objects.count(), Challenge.objects.count()

    council = BodyFactory(name="Mockley Council")
    assert read(council, Role.VIEWER) == read(region, Role.ANALYST) == read(provider, Role.VIEWER) == (1, 1)
    assert read(council, Role.CASEWORKER) == read(region, Role.CASEWORKER) == read(rival, Role.ADMINISTRATOR) == (0, 0)
    assert changed(region, Role.ADMINISTRATOR) == (1, 1)
    assert changed(region, Role.REVIEWER) == (0, 1)
    assert changed(region, Role.VIEWER) == (0, 0)
    assert changed(BodyFactory(), Role.ADMINISTRATOR) == (0, 1)
    assert changed(provider, Role.ADMINISTRATOR) == (1, 0)  # its own words; not the answer to its challenge
    assert changed(rival, Role.ADMINISTRATOR) == (0, 0)
    forged = {"organisation_id": ORGANISATION, "code": "other", "body": provider, "text": "x", "written_by": "x"}
    for place in (region, rival):
        state = Acting(
            person=1, body=place.pk, role=Role.ADMINISTRATOR, side=side_of(Kind(place.kind), Role.ADMINISTRATOR)
        )
        with acting(state), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Statement.objects.create(**forged)


def test_of_two_bodies_of_one_organisation_neither_overwrites_what_the_other_replied():
    SignalFactory()
    memberships = [
        MembershipFactory(person__email=f"{n}@example.org", body=firm(n), role=Role.ADMINISTRATOR)
        for n in (PROVIDER, "1-999")
    ]
    actions.submit_statement(ORGANISATION, CODE, "Our licence stands.", name="Quillmoor", by=memberships[0])
    second = replace(state_of(memberships[1]), side=Side.PROVIDER)
    with acting(second), pytest.raises(actions.ActionRefused, match="has just replied"):
        actions.submit_statement(ORGANISATION, CODE, "It does not.", name="Quillmoor", by=memberships[1])
    assert Statement.objects.get().withdrawn_at is None


def test_a_kept_case_is_there_for_whoever_kept_it_and_rules_are_changed_by_their_editors_alone():
    membership = MembershipFactory(
        person__email="ada@example.org",
        body=BodyFactory(kind=Kind.DEPARTMENT, name="Department"),
        role=Role.RULES_EDITOR,
    )
    other = MembershipFactory(person__email="ben@example.org", body=membership.body, role=Role.RULES_EDITOR)
    SavedCaseFactory(saved_by="Ada@example.org")
    with acting(state_of(membership)):
        assert SavedCase.objects.count() == 1
    with acting(state_of(other)):
        assert SavedCase.objects.count() == 0
        assert SavedCase.objects.all().delete()[0] == 0
        assert len(cases_of_everybody()) == 1  # its facts alone, to be judged again
        proposed = {"rule": "FEE-01", "proposed_by": other.person.email, "proposed_at": timezone.now()}
        made = Proposal.objects.create(kind="correct", **proposed)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            SavedCaseFactory(saved_by="ada@example.org", title="Forged")
    with acting(replace(state_of(other), role=Role.ANALYST)):
        assert Proposal.objects.filter(pk=made.pk).exists()
        assert QuerySet(Proposal).update(state="withdrawn", decided_by="x", decided_at=timezone.now()) == 0


def firm(number: str) -> Body:
    """A provider's body."""
    return BodyFactory(kind=Kind.PROVIDER, name=f"Firm {number}", place_code=number)
