"""An assessor reads what a provider opened to them by name, on its days, after a look that both sides see; nobody else, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.access import table
from irhub.accounts.acting import acting_in, state_of
from irhub.accounts.models import AuditEvent, Body, Membership
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import acting
from irhub.compliance import opening as letting
from irhub.compliance.how_it_stands import standing_of
from irhub.compliance.models import Answer, Confirmation, Evidence, Look, Opening, Result, Sheet
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused
from tests.compliance.factories import ProviderFactory, ResultFactory, SheetFactory, answered, hr_of, proven
from tests.factories import BodyFactory, MembershipFactory, signed_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def sheet() -> Sheet:
    """A self-check of which questions of two themes are answered, with evidence."""
    made = SheetFactory()
    answered(made, A1="yes", B1="no")
    proven(made, "A1")
    proven(made, "B1")
    ResultFactory(body=made.body)
    made.refresh_from_db()
    return made


def assessor(kind: Kind = Kind.PARTNERSHIP, **more: object) -> Membership:
    """Somebody who assesses for a partnership, or another body."""
    body: Body = BodyFactory(kind=kind, name=f"Sampleshire {kind}")
    made: Membership = MembershipFactory(
        body=body, role=Role.ASSESSOR, person__email="anwen@partnership.example", **more
    )
    return made


def let_in(sheet: Sheet, to: Membership, **more: object) -> Opening:
    """The theme of the licence is opened to somebody for a week."""
    hr = hr_of(sheet.body)
    told = {"email": to.person.email, "themes": ["licence"], "begins_on": localdate(), "ends_on": localdate() + WEEK}
    with acting_in(hr):
        return letting.let_in(standing_of(sheet), by=hr, **told | more)


def looked(opening: Opening, who: Membership) -> None:
    with acting_in(who):
        letting.look(opening, by=who)


def read(who: Membership) -> tuple[set[str], set[str], int]:
    """The answers, evidence and results of which the database gives somebody rows: keys of questions, and how many results."""
    with acting(state_of(who)):
        answers = set(Answer.objects.values_list("question", flat=True))
        return answers, set(Evidence.objects.values_list("question", flat=True)), Result.objects.count()


def test_what_was_opened_is_read_once_a_look_of_the_day_is_noted_and_nothing_else(sheet):
    who = assessor()
    opening = let_in(sheet, who)
    assert read(who) == (set(), set(), 0), "not before a look"
    looked(opening, who)
    assert read(who) == ({"A1"}, {"A1"}, 0)
    with acting(state_of(hr_of(sheet.body))):
        assert Look.objects.filter(opening=opening).count() == 1, "the provider sees that it was looked at"
    told = list(AuditEvent.objects.filter(about__startswith="self-check").values_list("what", flat=True))
    assert {"let an assessor read parts of a self-check", "opened what a provider lets one read"} <= set(told)
    assert Message.objects.filter(kind="self-check-let-in").count() == 1


@pytest.mark.parametrize("days", [(1, 7), (-9, -1)], ids=["to come", "over"])
def test_on_other_days_the_database_gives_nothing_whatever_the_page_believes(sheet, days):
    who = assessor()
    opening = let_in(sheet, who)
    looked(opening, who)
    first, last = (localdate() + timedelta(days=day) for day in days)
    Opening.objects.filter(pk=opening.pk).update(begins_on=first, ends_on=last)
    assert read(who) == (set(), set(), 0)
    opening.refresh_from_db()
    with pytest.raises(ActionRefused):
        looked(opening, who)
    with acting(state_of(who)), pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.create(body_id=opening.body_id, opening=opening)


def test_a_look_of_yesterday_opens_nothing_today(sheet):
    who = assessor()
    opening = let_in(sheet, who)
    Look.objects.create(body_id=opening.body_id, opening=opening, at=timezone.now() - timedelta(days=1))
    assert read(who) == (set(), set(), 0)


def test_revoking_ends_it_at_once(sheet):
    who = assessor()
    opening = let_in(sheet, who)
    looked(opening, who)
    hr = hr_of(sheet.body)
    with acting_in(hr):
        letting.revoke(opening, by=hr)
        with pytest.raises(ActionRefused, match="ended already"):
            letting.revoke(opening, by=hr)
    assert read(who) == (set(), set(), 0)


def test_nobody_else_reads_it_nor_the_same_person_in_another_role(sheet):
    who = assessor()
    looked(let_in(sheet, who), who)
    colleague = MembershipFactory(body=who.body, role=Role.ASSESSOR, person__email="ashok@partnership.example")
    lead = MembershipFactory(body=who.body, role=Role.LEAD, person=who.person)
    for other in (colleague, lead):
        assert read(other) == (set(), set(), 0)


def test_a_commissioner_is_never_let_in_and_whoever_becomes_one_reads_no_more(sheet):
    who = assessor()
    council = BodyFactory(kind=Kind.COUNCIL, name="Sample Council")
    held = MembershipFactory(body=council, role=Role.COMMISSIONER, person=who.person)
    with pytest.raises(ActionRefused, match="No assessor"):
        let_in(sheet, who)
    Membership.objects.filter(pk=held.pk).update(until=localdate())
    looked(let_in(sheet, who), who)
    assert read(who)[0] == {"A1"}
    Membership.objects.filter(pk=held.pk).update(until=None)
    assert read(who) == (set(), set(), 0)


def test_who_is_no_assessor_of_a_partnership_or_the_department_is_not_let_in(sheet):
    with pytest.raises(ActionRefused, match="No assessor"):
        let_in(sheet, assessor(Kind.COUNCIL))
    with pytest.raises(ActionRefused, match="No assessor"):
        let_in(sheet, hr_of(ProviderFactory(name="Mockley Care Ltd", place_code="1-999"), "hr@other.example"))
    for route in ("let-in", "let-in-opening", "let-in-look", "let-in-theme"):
        (grant,) = table()[route].to
        assert (grant.roles, grant.kinds) == ({Role.ASSESSOR}, {Kind.PARTNERSHIP, Kind.DEPARTMENT})


def test_a_month_is_the_longest_and_something_is_chosen(sheet):
    who = assessor()
    with pytest.raises(ActionRefused, match="31 days"):
        let_in(sheet, who, ends_on=localdate() + timedelta(days=32))
    with pytest.raises(ActionRefused, match="Choose what"):
        let_in(sheet, who, themes=["nothing"])


def test_a_provider_opens_nothing_of_another(sheet):
    """Whatever a request writes, the body of an opening is that whose answers it opens."""
    who, thief = assessor(), hr_of(ProviderFactory(name="Mockley Care Ltd", place_code="1-999"), "hr@other.example")
    told = {
        "person": who.person,
        "email": who.person.email,
        "provider": "x",
        "themes": [],
        "questions": ["A1"],
        "opened_by": "x",
    }
    with acting(state_of(thief)):
        made = Opening.objects.create(
            body_id=thief.body_id, sheet_id=sheet.pk, begins_on=localdate(), ends_on=localdate(), **told
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Opening.objects.create(
                body_id=sheet.body_id, sheet_id=sheet.pk, begins_on=localdate(), ends_on=localdate(), **told
            )
    looked(made, who)
    assert read(who) == (set(), set(), 0)


def test_what_an_assessor_finds_is_read_by_the_provider_and_stands_until_the_answer_changes(sheet):
    who = assessor()
    opening = let_in(sheet, who)
    looked(opening, who)
    with acting_in(who):
        at = standing_of(Sheet.objects.get(pk=sheet.pk))
        assert letting.confirm(opening, at, {"A1": (True, "Seen on paper"), "B1": (True, "")}, seen=9, by=who) == 1
        with pytest.raises(ActionRefused):
            letting.confirm(opening, at, {"A1": (True, "Passport 123456789 of Maria Santos")}, seen=9, by=who)
    with acting(state_of(who)), pytest.raises(DatabaseError), transaction.atomic():
        Confirmation.objects.create(
            body_id=sheet.body_id, opening=opening, sheet=sheet, question="B1", confirmed=True, revision=1, who="x"
        )
    with acting(state_of(hr_of(sheet.body))):
        (found,) = letting.confirmed_of(standing_of(Sheet.objects.get(pk=sheet.pk))).values()
        assert (found.last.question, found.last.confirmed, found.changed) == ("A1", True, False)
    sheet.refresh_from_db()
    answered(sheet, A1="partly")
    with acting(state_of(hr_of(sheet.body))):
        (found,) = letting.confirmed_of(standing_of(Sheet.objects.get(pk=sheet.pk))).values()
        assert found.changed


def test_an_answer_that_the_provider_changed_since_it_was_read_is_not_confirmed_unseen(sheet):
    who = assessor()
    opening = let_in(sheet, who)
    looked(opening, who)
    theirs, address = signed_in(who.person), reverse("let-in-theme", args=[opening.pk, "licence"])
    seen = Sheet.objects.get(pk=sheet.pk).revision
    answered(sheet, A1="partly")
    page = theirs.post(address, {"A1": "yes", "seen": str(seen)})
    assert page.status_code == 409
    assert "has answered “Name on the licence” again since" in page.text
    assert "<strong>Partly</strong>" in page.text
    assert not Confirmation.objects.exists()
    theirs.post(address, {"A1": "no", "seen": str(seen + 1)})
    assert Confirmation.objects.get().revision == seen + 1


def test_the_pages_let_in_look_confirm_and_end(sheet):
    who, hr = assessor(), hr_of(sheet.body)
    site, theirs = signed_in(hr.person), signed_in(who.person)
    day = localdate()
    days = {
        f"{name}-{part}": str(value)
        for name, on in (("begins_on", day), ("ends_on", day + WEEK))
        for part, value in (("day", on.day), ("month", on.month), ("year", on.year))
    }
    address = reverse("self-check-openings", args=[sheet.pk])
    assert site.post(address, {"email": "nobody@example.org", "themes": ["licence"], **days}).status_code == 400
    site.post(address, {"email": who.person.email, "themes": ["licence"], **days})
    opening = Opening.objects.get()
    assert "Has not looked yet" in site.get(address).content.decode()
    assert "Open it" in theirs.get(reverse("let-in-opening", args=[opening.pk])).content.decode()
    theme = reverse("let-in-theme", args=[opening.pk, "licence"])
    assert theirs.get(theme).status_code == 302
    theirs.post(reverse("let-in-look", args=[opening.pk]))
    page = theirs.get(theme).content.decode()
    assert "Payroll report, HR drive" in page
    assert theirs.get(reverse("let-in-theme", args=[opening.pk, "conduct"])).status_code == 404
    seen = str(Sheet.objects.get().revision)
    assert f'name="seen" value="{seen}"' in page
    theirs.post(theme, {"A1": "yes", "A1-note": "Seen on paper", "seen": seen})
    page = site.get(address).content.decode()
    assert "Looked on" in page
    assert "Seen on paper" in page
    site.post(reverse("self-check-opening-end", args=[opening.pk]))
    assert "The provider ended it" in theirs.get(reverse("let-in-opening", args=[opening.pk])).content.decode()
