"""A supplier on the list: a register that changes opens a task, a suspension can be answered, a second person removes, nobody is accused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Body
from irhub.accounts.roles import Kind, Role
from irhub.casework.checks import Result
from irhub.casework.work import places_of_work
from irhub.notify.models import Message
from irhub.registers.companies_of_interest import companies_of_interest
from irhub.registers.models import CompanySpan, ControllerSpan, Edition, RecruiterSpan, SponsorSpan
from irhub.suppliers import (
    applying,
    checking,
    comparing,
    concerns,
    deciding,
    entries,
    frameworks,
    registers_tell,
    watching,
)
from irhub.suppliers.method import newest
from irhub.suppliers.models import Application, Basis, Concern, Entry, Task, Use
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.standing import stand
from tests.suppliers.factories import (
    NUMBER,
    ApplicationFactory,
    ConcernFactory,
    EntryFactory,
    FrameworkFactory,
    OperatorFactory,
    TaskFactory,
    officer_of,
    speaker_of,
)

pytestmark = pytest.mark.django_db
THEN, NOW = date(2026, 10, 1), date(2026, 11, 1)


def company(status: str, since: date = THEN, **more: object) -> CompanySpan:
    """What Companies House tells of the applicant from a day on."""
    CompanySpan.objects.filter(company_number=NUMBER, until=None).update(until=since)
    if not Edition.objects.filter(register="companies_house", date=since).exists():
        Edition.objects.create(
            register="companies_house", date=since, date_origin="given", sha256=f"{since:%Y%m%d}", file_name="c.csv", size_bytes=1, record_count=1,
            row_count=1, state="accepted", reason="", loaded_at=timezone.now(), cleaner=1,
        )  # fmt: skip
    usual = {
        "name_key": "quillmoorstaffing", "previous_names": "", "sic_codes": "", "company_name": "QUILLMOOR STAFFING LTD", "address1": "1 High Street",
        "post_town": "WALSALL", "postcode": "WS1 1AA", "company_category": "", "accounts_due": None, "confirmation_due": None,
    }  # fmt: skip
    return CompanySpan.objects.create(company_number=NUMBER, company_status=status, since=since, line=7, **usual | more)


def results(name: str = "Quillmoor Staffing Ltd") -> dict[str, tuple[str, str]]:
    return {each.key: (each.result, each.says) for each in registers_tell.found_of(NUMBER, name)}


def reloaded(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def test_what_registers_tell_is_found_with_its_row_and_what_they_do_not_is_said():
    assert results()["company"] == (Result.NOT_HELD, "The hub holds no edition of Companies House’s list.")
    company(
        "Liquidation", accounts_due=date(2026, 9, 1), previous_names="OLD NAME LTD | OLDER LTD", company_name="QUILLMOOR STAFFING LTD"
    )  # fmt: skip
    found = results()
    assert found["company"][0] == Result.CLEAR
    assert found["status"] == (Result.LOOK, "Status: Liquidation.")
    assert found["accounts"] == (
        Result.LOOK,
        "By the newest edition, accounts were due on 1 September 2026.",
    )
    assert found["names"] == (Result.LOOK, "Former names: OLD NAME LTD, OLDER LTD.")
    assert results("Another Name Ltd")["company"][0] == Result.LOOK
    assert found["control"][0] == Result.NOT_HELD
    rows = {
        (each.register, each.edition, each.line) for each in registers_tell.found_of(NUMBER, "") if each.key == "status"
    }
    assert rows == {("companies_house", THEN, 7)}


def test_companies_of_those_who_submitted_are_kept_of_companies_houses_list_from_its_next_edition():
    made = ApplicationFactory()
    assert NUMBER not in set(companies_of_interest().numbers)
    stand(made, state="submitted", submitted_at=timezone.now())
    assert NUMBER in set(companies_of_interest().numbers)


def test_a_licence_that_left_is_told_with_the_edition_and_without_a_reason():
    company("Active")
    sponsor = SponsorSpan.objects.create(
        sponsor_key="quillmoor staffing|walsall", name_key="quillmoorstaffing", town_key="walsall", worker_type="Worker", route="Skilled Worker",
        rating="A", name="Quillmoor Staffing Ltd", town="Walsall", county="", type_and_rating="", since=THEN, line=3,
    )  # fmt: skip
    assert results()["licence"][0] == Result.CLEAR
    SponsorSpan.objects.filter(pk=sponsor.pk).update(until=NOW)
    assert results()["licence"] == (
        Result.LOOK, "Quillmoor Staffing Ltd left the sponsor register by 1 November 2026. The register does not say why.",
    )  # fmt: skip


def test_a_persons_word_stands_above_a_registers_and_a_run_again_keeps_it():
    company("Liquidation")
    made = ApplicationFactory(answered=True, state="checks")
    by = officer_of(made.body)
    with acting_in(by):
        assert checking.run_checks(made, by=by) == 10
        checking.record_check(
            made, "status", result=Result.CLEAR, says="It has left liquidation.", version=made.version, by=by
        )
        assert checking.run_checks(made, by=by) == 0
        found = {each.check.key: each for each in checking.standing_of(made)}
    assert found["status"].last is not None
    assert (found["status"].last.result, found["status"].last.by_person) == (Result.CLEAR, True)
    assert found["status"].settled
    assert not found["web"].settled


def test_a_register_that_changes_opens_one_task_that_day_and_what_was_so_before_opens_none():
    company("Active", previous_names="OLD NAME LTD")
    entry = EntryFactory(listed=True)
    by = officer_of(entry.body)
    stand(entry.application, state="checks")
    with acting_in(by):
        checking.run_checks(entry.application, by=by)
    assert watching.watch(localdate()) == 0
    company("In Administration", since=NOW, previous_names="OLD NAME LTD")
    assert watching.watch(localdate()) == 1
    assert watching.watch(localdate()) == 0
    task = Task.objects.get()
    assert (task.says, task.opened_on, task.register, task.edition, task.line) == (
        "Status: In Administration.", localdate(), "companies_house", NOW, 7,
    )  # fmt: skip
    with acting_in(by):
        watching.close_task(task, version=task.version, reason="Suspended.", by=by)


def recruiter(since: date = THEN, until: date | None = None, name: str = "Quillmoor Staffing Limited") -> RecruiterSpan:
    """The applicant, or another, on the list of ethical recruiters."""
    for day in {since, until or since}:
        Edition.objects.get_or_create(
            register="ethical_recruiters", date=day, defaults={
                "date_origin": "given", "sha256": f"e{day:%Y%m%d}", "file_name": "e.csv", "size_bytes": 1, "record_count": 1, "row_count": 1,
                "state": "accepted", "reason": "", "loaded_at": timezone.now(), "cleaner": 1,
            },
        )  # fmt: skip
    key = "".join(name.lower().replace("limited", "ltd").split())
    return RecruiterSpan.objects.create(recruiter_key=key, name=name, website="", since=since, until=until, line=5)


def test_the_national_list_is_asked_by_name_and_what_is_almost_the_same_is_said():
    assert results()["ethical"][0] == Result.NOT_HELD
    recruiter(name="Quilmoor Staffing Ltd")
    result, says = results()["ethical"]
    assert (result, says) == (
        Result.LOOK,
        "NHS Employers’ list of ethical recruiters has no entry of its name. It has Quilmoor Staffing Ltd, which is almost the same: ask which it is.",
    )
    recruiter()
    assert results()["ethical"][0] == Result.CLEAR
    assert results("Dunlin Workforce Ltd")["ethical"] == (
        Result.LOOK, "NHS Employers’ list of ethical recruiters has no entry of its name.",
    )  # fmt: skip


def test_a_supplier_that_leaves_the_national_list_opens_a_task_that_day_with_its_row():
    listed = recruiter()
    entry = EntryFactory(listed=True)
    assert watching.watch(localdate()) == 0
    RecruiterSpan.objects.filter(pk=listed.pk).update(until=NOW)
    assert watching.watch(localdate()) == 1
    assert watching.watch(localdate()) == 0
    task = Task.objects.get(entry=entry)
    assert task.says == (
        "Quillmoor Staffing Limited left NHS Employers’ list of ethical recruiters by 1 November 2026. The list does not say why."
    )
    assert (task.register, task.edition, task.line) == ("ethical_recruiters", THEN, 5)


def test_a_company_that_is_on_companies_houses_list_no_more_opens_a_task_with_its_last_row():
    entry = EntryFactory(listed=True)
    stand(entry, begins_on=THEN)
    company("Active")
    CompanySpan.objects.update(until=NOW)
    assert watching.watch(localdate()) == 1
    assert (
        Task.objects.get().says
        == "Companies House’s list of 1 November 2026 has no live company of its number any more."
    )
    assert watching.watch(localdate()) == 0


def test_somebody_new_with_control_opens_a_task_that_names_nobody():
    company("Active")
    entry = EntryFactory(listed=True)
    by = officer_of(entry.body)
    stand(entry.application, state="checks")
    with acting_in(by):
        checking.run_checks(entry.application, by=by)
    stand(entry, begins_on=THEN)
    ControllerSpan.objects.create(
        psc_id="1", person_key="newman", middle_initial="", company_number=NUMBER, kind="individual-person-with-significant-control", address="",
        name="Ms Nova Newman", forename="Nova", middle_name="", surname="Newman", birth_year=1980, birth_month=2, natures="", notified_on=date(2026, 10, 20),
        owner_number="", since=NOW, line=4,
    )  # fmt: skip
    assert watching.watch(localdate()) == 1
    says = Task.objects.get().says
    assert says == "Somebody new is told as having significant control of it since 20 October 2026."


def test_a_review_a_condition_and_a_suspension_that_are_due_open_tasks():
    entry = EntryFactory(listed=True)
    entry.conditions.create(body_id=entry.body_id, text="Show insurance.", due=localdate() - timedelta(days=1))
    by = officer_of(entry.body)
    entries.suspend(entry, version=entry.version, reason="A report.", by=by)
    assert watching.watch(localdate()) == 1
    later = localdate() + timedelta(days=200)
    assert watching.watch(later) == 2
    assert {task.key.partition(":")[0] for task in Task.objects.all()} == {"condition", "suspension", "confirmation"}
    assert watching.watch(localdate() + timedelta(days=370)) == 1, "the yearly review"


def test_a_supplier_is_reminded_confirms_each_half_year_and_a_change_opens_a_task():
    entry = EntryFactory(listed=True)
    by = speaker_of(entry.supplier)
    due = entries.confirm_by(entry)
    assert entries.remind_to_confirm(due - timedelta(days=20)) == 0
    assert entries.remind_to_confirm(due - timedelta(days=14)) == 1
    entries.remind_to_confirm(due - timedelta(days=13))
    assert Message.objects.filter(kind="supplier", key__contains="confirm-").count() == 1, (
        "once for each day that is due"
    )
    stand(entry, reviewed_on=localdate() - timedelta(days=170))
    entry = reloaded(entry)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="say what has changed"):
            entries.confirm(entry, version=entry.version, true=False, changed=" ", by=by)
        entries.confirm(entry, version=entry.version, true=True, changed="", by=by)
    assert not Task.objects.exists()
    assert entries.confirm_by(reloaded(entry)) > localdate() + timedelta(days=170)
    page = signed_in(by.person).post(
        reverse("supplier-confirm", args=[entry.pk]),
        {"version": reloaded(entry).version, "changed": "We have a new director."},
    )
    assert page.status_code == 302
    assert Task.objects.get().says == "The supplier tells of a change: We have a new director."


def test_whoever_was_removed_does_not_return_within_three_months_by_another_account_either():
    entry = EntryFactory(listed=True)
    stand(entry, state="removed", ended_at=timezone.now())
    other = speaker_of(BodyFactory(kind=Kind.SUPPLIER, name="Quillmoor Again Ltd"))
    told = {
        "kind": "agency", "name": "Quillmoor Again Ltd", "company_number": NUMBER, "lots": ["Nurses"], "councils": [], "interests": "",
        "changed": "A new board.",
    }  # fmt: skip
    with acting_in(other), pytest.raises(ActionRefused, match="You were removed from the list"):
        applying.begin_application(entry.framework, by=other, **told)
    stand(entry, ended_at=timezone.now() - timedelta(days=95))
    with acting_in(other):
        assert applying.begin_application(entry.framework, by=other, **told).state == "draft"


def test_a_suspension_is_told_to_the_supplier_with_what_it_is_about_and_to_those_who_use_it_neutrally():
    entry = EntryFactory(listed=True)
    provider = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-100")
    user = MembershipFactory(body=provider, role=Role.ADMINISTRATOR, person__email="hr@care.example")
    speaker, by = speaker_of(entry.supplier), officer_of(entry.body)
    with acting_in(user):
        entries.note_use(entry, True, by=user)
        entries.note_use(entry, True, by=user)
        assert Use.objects.count() == 1
    with acting_in(by):
        entries.suspend(entry, version=entry.version, reason="Companies House tells of administration.", by=by)
        assert not Use.objects.exists()
    told = {kind: Message.objects.filter(kind=kind).count() for kind in ("supplier", "supplier-used")}
    assert told == {"supplier": 1, "supplier-used": 1}
    page = signed_in(user.person).get(reverse("supplier", args=[entry.pk])).content.decode()
    assert "Suspended while something is looked into" in page
    assert "administration" not in page.lower()
    with acting_in(speaker):
        found = entry.suspensions.get()
        assert found.about == "Companies House tells of administration."
        with pytest.raises(ActionRefused, match="Enter your answer"):
            entries.answer(found, version=reloaded(entry).version, text=" ", by=speaker)
        entries.answer(found, version=reloaded(entry).version, text="It is another company.", by=speaker)
    with acting_in(by):
        entries.end_suspension(reloaded(entry), version=reloaded(entry).version, reason="It was.", by=by)
    assert [each.state for each in entry.statuses.order_by("pk")] == ["listed", "suspended", "listed"]


def test_nobody_is_removed_unheard_or_by_whoever_wrote_the_report():
    entry = EntryFactory(listed=True)
    by, second = officer_of(entry.body), officer_of(entry.body, "second")
    with acting_in(by):
        entries.suspend(entry, version=entry.version, reason="A worker paid.", by=by)
        with pytest.raises(ActionRefused, match="has until"):
            entries.propose_removal(reloaded(entry), version=reloaded(entry).version, reason="Found so.", by=by)
    entry.suspensions.update(answer_by=localdate() - timedelta(days=1))
    with acting_in(by):
        entries.propose_removal(reloaded(entry), version=reloaded(entry).version, reason="Found so.", by=by)
        with pytest.raises(ActionRefused, match="ask a colleague"):
            entries.remove(reloaded(entry), version=reloaded(entry).version, reason="So.", by=by)
    with acting_in(second):
        gone = entries.remove(reloaded(entry), version=reloaded(entry).version, reason="So.", by=second)
    assert gone.state == "removed"
    assert gone.ended_at is not None
    page = signed_in(by.person).get(reverse("supplier", args=[entry.pk])).content.decode()
    assert "Removed, from" in page
    assert "A worker paid" not in page
    assert "Found so" not in page


def test_time_on_the_list_ends_and_a_framework_that_ends_takes_its_suppliers_along():
    entry = EntryFactory(listed=True)
    assert entries.expire(entry.ends_on) == 0
    assert entries.expire(entry.ends_on + timedelta(days=1)) == 1
    assert reloaded(entry).state == "expired"


def test_terms_are_accepted_when_the_standstill_is_over_and_not_before():
    entry = EntryFactory(begins_on=localdate() + timedelta(days=2))
    speaker = speaker_of(entry.supplier)
    with acting_in(speaker), pytest.raises(ActionRefused, match="standstill"):
        entries.accept_terms(entry, version=entry.version, by=speaker)
    assert reloaded(entry).state == "terms"


def test_a_concern_is_read_by_those_who_run_the_framework_and_stands_on_no_page():
    entry = EntryFactory(listed=True)
    visitor = signed_in(speaker_of(entry.supplier).person)
    sent = visitor.post(
        reverse("supplier-concern", args=[entry.pk]), {"text": "They asked for £3,000.", "name": "", "email": ""}
    )
    assert sent.status_code == 302
    made = Concern.objects.get()
    page = visitor.get(reverse("supplier", args=[entry.pk])).content.decode()
    assert "3,000" not in page
    by = officer_of(entry.body)
    assert (
        "They asked for £3,000."
        in signed_in(by.person).get(reverse("supplier-entry", args=[entry.pk])).content.decode()
    )
    with acting_in(by):
        with pytest.raises(ActionRefused, match="how grave"):
            concerns.grade(made, version=made.version, to="S9", reason="x", by=by)
        graded = concerns.grade(made, version=made.version, to="S1", reason="A fee for a job.", by=by)
        assert (
            concerns.close(graded, version=graded.version, reason="Passed to the Fair Work Agency.", by=by).state
            == "closed"
        )


MOST_QUERIES = 20 + 10
"""Of a page to somebody who is signed in: those of any page, and those of the session, the person, the role, the menu and the visit."""


@pytest.mark.parametrize("many", [1, 12])
def test_pages_ask_little_however_much_there_is(many):
    body = OperatorFactory()
    framework = FrameworkFactory(body=body, open=True)
    for number in range(many):
        supplier = BodyFactory(kind=Kind.SUPPLIER, name=f"Agency {number} Ltd")
        made = ApplicationFactory(framework=framework, supplier=supplier, answered=True, state="approved")
        entry = EntryFactory(application=made, listed=True)
        for key in range(many):
            TaskFactory(entry=entry, key=f"status {key}")
            ConcernFactory(entry=entry)
    client = signed_in(officer_of(body).person)
    asked = {}
    for route, args in (
        ("suppliers", []), ("suppliers-embed", []), ("supplier", [entry.pk]), ("supplier-desk", []), ("supplier-entries", []),
        ("supplier-entry", [entry.pk]), ("supplier-assess", [made.pk]), ("framework", [framework.pk]), ("framework-questions", [framework.pk]),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(route, args=args)).status_code == 200, route
        asked[route] = len(queries)
    assert {route: count for route, count in asked.items() if count > MOST_QUERIES} == {}


def test_other_sites_may_show_the_list_within_theirs_and_no_other_page():
    entry = EntryFactory(listed=True)
    client = signed_in(officer_of(entry.body).person)
    shown = client.get(reverse("suppliers-embed"))
    assert "frame-ancestors *" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers
    assert entry.reference in shown.content.decode()
    assert "frame-ancestors 'none'" in client.get(reverse("suppliers")).headers["Content-Security-Policy"]


def test_terms_are_not_accepted_of_a_framework_that_has_ended_or_when_the_time_is_over():
    entry = EntryFactory()
    by, speaker = officer_of(entry.body), speaker_of(entry.supplier)
    with acting_in(by):
        frameworks.end_framework(entry.framework, version=entry.framework.version, reason="It is replaced.", by=by)
    assert reloaded(entry).state == "expired"
    with acting_in(speaker), pytest.raises(ActionRefused):
        entries.accept_terms(reloaded(entry), version=reloaded(entry).version, by=speaker)
    late = EntryFactory(body=BodyFactory(kind=Kind.PARTNERSHIP, name="Elsewhere Partnership"))
    stand(late, begins_on=localdate() - timedelta(days=400), ends_on=localdate() - timedelta(days=1))
    with acting_in(speaker), pytest.raises(ActionRefused, match="You were approved until"):
        entries.accept_terms(reloaded(late), version=reloaded(late).version, by=speaker)
    assert entries.expire(localdate()) == 1
    assert reloaded(late).state == "expired"
    assert not late.statuses.exists(), "it never was on the list"


def renewed_application(entry: Entry) -> Application:
    """Another application of a supplier, which was approved."""
    made: Application = ApplicationFactory(
        framework=entry.framework, supplier=entry.supplier, body=entry.body, answered=True, state="approved"
    )
    return made


def renewed(entry: Entry) -> Entry:
    """The terms that a supplier on the list is offered again, after a new application."""
    made: Entry = EntryFactory(application=renewed_application(entry), body=entry.body)
    return made


def test_a_new_application_ends_no_suspension():
    entry = EntryFactory(listed=True)
    by, speaker = officer_of(entry.body), speaker_of(entry.supplier)
    again = renewed(entry)
    with acting_in(by):
        entries.suspend(entry, version=entry.version, reason="A worker paid.", by=by)
    with acting_in(speaker), pytest.raises(ActionRefused, match="You are suspended on this list"):
        entries.accept_terms(again, version=again.version, by=speaker)
    assert (reloaded(entry).state, reloaded(again).state) == ("suspended", "terms")


def test_whoever_was_removed_meanwhile_neither_submits_is_approved_nor_accepts_terms():
    entry = EntryFactory(listed=True)
    speaker, again = speaker_of(entry.supplier), renewed(entry)
    draft = ApplicationFactory(framework=entry.framework, supplier=entry.supplier, body=entry.body, answered=True)
    stand(entry, state="removed", ended_at=timezone.now())
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="You were removed from the list"):
            entries.accept_terms(again, version=again.version, by=speaker)
        with pytest.raises(ActionRefused, match="You were removed from the list"):
            applying.submit(draft, version=draft.version, signed_by="Pat Example, director", by=speaker)
    stand(draft, state="decision", submitted_at=timezone.now(), readable_on=localdate())
    second = officer_of(entry.body, "second")
    with acting_in(second), pytest.raises(ActionRefused, match="may not return before"):
        deciding.decide(
            draft, version=draft.version, outcome="approved", reasons={page.key: "So." for page in newest().pages}, no_interest=True, by=second
        )  # fmt: skip


def test_nothing_is_approved_that_could_begin_only_after_its_framework_ends():
    framework = FrameworkFactory(
        open=True,
        basis=Basis.PROCUREMENT,
        closes_on=localdate(),
        ends_on=localdate() + timedelta(days=5),
        notice="2026/S 1",
    )
    made = ApplicationFactory(framework=framework, body=framework.body, answered=True, state="decision")
    second = officer_of(framework.body, "second")
    with acting_in(second), pytest.raises(ActionRefused, match="ends before a place on its list could begin"):
        deciding.decide(
            made, version=made.version, outcome="approved", reasons={page.key: "So." for page in newest().pages}, no_interest=True, by=second
        )  # fmt: skip


def test_those_who_use_a_supplier_are_told_neutrally_when_it_leaves_ends_or_is_suspended_after_a_renewal():
    entry = EntryFactory(listed=True)
    provider = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-100")
    user = MembershipFactory(body=provider, role=Role.ADMINISTRATOR, person__email="hr@care.example")
    by, speaker = officer_of(entry.body), speaker_of(entry.supplier)
    with acting_in(user):
        entries.note_use(entry, True, by=user)
    again = renewed(entry)
    with acting_in(speaker):
        again = entries.accept_terms(again, version=again.version, by=speaker)
    told = Message.objects.filter(kind="supplier-used")
    assert not told.exists(), "it is on the list as before"
    with acting_in(by):
        again = entries.suspend(again, version=again.version, reason="A report.", by=by)
        again = entries.end_suspension(reloaded(again), version=reloaded(again).version, reason="It was.", by=by)
    assert told.count() == 2
    with acting_in(speaker):
        entries.leave(reloaded(again), version=reloaded(again).version, by=speaker)
    assert told.count() == 3
    other = EntryFactory(listed=True, body=BodyFactory(kind=Kind.PARTNERSHIP, name="Elsewhere Partnership"))
    with acting_in(user):
        entries.note_use(other, True, by=user)
    entries.expire(other.ends_on + timedelta(days=1))
    assert told.count() == 4


def test_a_framework_is_not_ended_while_somebody_waits_for_a_decision():
    made = ApplicationFactory(answered=True, state="checks")
    by = officer_of(made.body)
    with acting_in(by), pytest.raises(ActionRefused, match="1 application waits for a decision"):
        frameworks.end_framework(made.framework, version=made.framework.version, reason="Over.", by=by)


def test_no_application_is_opened_early_by_moving_the_last_day():
    closes = localdate() + timedelta(days=3)
    framework = FrameworkFactory(
        open=True,
        basis=Basis.PROCUREMENT,
        closes_on=closes,
        ends_on=localdate() + timedelta(days=300),
        notice="2026/S 1",
    )
    made = ApplicationFactory(framework=framework, body=framework.body, answered=True)
    stand(made, state="submitted", submitted_at=timezone.now(), readable_on=closes + timedelta(days=1))
    by = officer_of(framework.body)
    later = closes + timedelta(days=20)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="into the past"):
            frameworks.edit_framework(
                framework, version=framework.version, closes_on=localdate() - timedelta(days=1), by=by
            )
        framework = frameworks.edit_framework(framework, version=framework.version, closes_on=later, by=by)
    made.refresh_from_db()
    assert made.readable_on == later + timedelta(days=1)
    stand(framework, closes_on=localdate() - timedelta(days=1))
    framework.refresh_from_db()
    with acting_in(by), pytest.raises(ActionRefused, match="stays: it was published"):
        frameworks.edit_framework(framework, version=framework.version, closes_on=later, by=by)


def test_the_same_late_accounts_open_one_task_however_many_editions_tell_of_them():
    company("Active", accounts_due=date(2026, 12, 31))
    entry = EntryFactory(listed=True)
    assert watching.watch(localdate()) == 0
    company("Active", since=NOW, accounts_due=date(2026, 9, 30))
    assert watching.watch(localdate()) == 1
    company("Active", since=date(2026, 11, 20), accounts_due=date(2026, 9, 30), post_town="DUDLEY")
    assert watching.watch(localdate()) == 0, "it moved to another town, and its accounts are late as before"
    assert Task.objects.get(entry=entry).edition == NOW


def test_a_supplier_whose_company_takes_another_name_opens_a_task_that_says_so():
    company("Active")
    assert EntryFactory(listed=True)
    assert watching.watch(localdate()) == 0
    company("Active", since=NOW, company_name="HEATHERBANK PEOPLE LTD", previous_names="QUILLMOOR STAFFING LTD")
    assert watching.watch(localdate()) == 1
    assert Task.objects.get().says == (
        "Companies House’s list names it HEATHERBANK PEOPLE LTD. Former names: QUILLMOOR STAFFING LTD."
    )
    assert watching.watch(localdate()) == 0


def test_an_account_that_applies_for_another_company_than_its_own_is_told():
    company("Active")
    made = ApplicationFactory(answered=True, state="checks")
    Body.objects.filter(pk=made.supplier_id).update(place_code="09999999")
    made.refresh_from_db()
    found = next(each for each in comparing.found_for(made) if each.key == "company")
    assert found.result == Result.LOOK
    assert found.says.endswith("The account that applies was made for company 09999999.")


def test_a_concern_that_nobody_has_graded_waits_before_all_else():
    concern = ConcernFactory()
    by = officer_of(concern.body)
    (place,) = places_of_work(by, lambda route: route == "supplier-entries")
    assert place.told == "1 concern to grade"
    page = signed_in(by.person).get(reverse("supplier-entries")).content.decode()
    assert "Open concerns" in page


def test_conditions_stand_in_the_files_and_on_the_page_for_other_sites(client):
    entry = EntryFactory(listed=True)
    due = date(2027, 1, 29)
    entry.conditions.create(body_id=entry.body_id, text="Publish a fee map.", due=due)
    entry.conditions.create(body_id=entry.body_id, text="Show insurance.", due=due, met_on=date(2026, 11, 20))
    told = "Publish a fee map. (to be met by 29 January 2027); Show insurance. (met on 20 November 2026)"
    assert told in client.get("/recruiters/?format=csv").content.decode("utf-8-sig")
    assert f"Conditions: {told}." in client.get("/recruiters/embed/").content.decode()
    for _ in range(3):
        EntryFactory(listed=True, body=entry.body, application=renewed_application(entry))
    with CaptureQueriesContext(connection) as asked:
        client.get("/recruiters/embed/")
    assert len(asked) < 12, "however many suppliers there are"


def test_details_that_are_changed_while_a_colleague_submits_change_nothing_and_that_is_told():
    made = ApplicationFactory(answered=True)
    speaker = speaker_of(made.supplier)
    stand(Application.objects.get(pk=made.pk), version=made.version + 1)
    with acting_in(speaker), pytest.raises(StaleVersion, match="Your change was not saved"):
        applying.change_details(
            made, version=made.version, by=speaker, name="Another Ltd", company_number=NUMBER, lots=["Nurses"]
        )
