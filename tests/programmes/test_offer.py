"""What a hub offers is described on pages; everybody sees what is open, nobody else's drafts, and what ended says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.programmes import actions, queries
from irhub.programmes.models import Audience, Programme, Scheme, Stage, Urgency
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in
from tests.programmes.factories import LEEDS, SANDWELL, WALSALL, HubFactory, ProgrammeFactory, SchemeFactory, manager_of

pytestmark = pytest.mark.django_db
SCHEME = {
    "name": "Free legal advice", "what": "Thirty minutes with a lawyer", "funder": "Sampleshire Council",
    "open_to": ["provider"], "councils": [WALSALL], "unit": "minutes", "amount": "30", "opens_on-day": "1",
    "opens_on-month": "4", "opens_on-year": "2026", "closes_on-day": "30", "closes_on-month": "9",
    "closes_on-year": "2045", "law_firm": "", "instead": "Ask the national line", "version": "-1",
}  # fmt: skip


def lead(name="Sampleshire Employers"):
    hub = HubFactory(name=name)
    return signed_in(PersonFactory(email=f"lead@{name.split()[0].lower()}.example", roles=[(hub, Role.HELPLINE_LEAD)]))


def test_a_programme_is_begun_described_and_opened_on_pages():
    browser, soon = lead(), localdate() + timedelta(days=20)
    begun = {"name": "Sampleshire hub", "summary": "Help for providers", "partnership": "west-midlands"}
    page = browser.post("/programmes/add/", begun, follow=True).content.decode()
    assert "Only Sampleshire Employers sees it" in page
    assert "Monday to Friday: 9am to 5pm" in page
    at = "/programmes/sampleshire-hub/"

    def version():
        return Programme.objects.get(slug="sampleshire-hub").version

    refused = browser.post(f"{at}open/", {"version": version()}, follow=True).content.decode()
    assert "Add where people turn to before you open the programme" in refused
    for what, sent in (
        ("contact", {"audience": "provider", "name": "Helpline", "phone": "0121 496 0000"}),
        ("hours", {"monday": "9am to midday, 1pm to 5pm", "tuesday": "10 to 16"}),
        ("promises", {"routine": "2", "urgent": "0"}),
        ("theme", {"name": "Pensions"}),
        ("closure", {"first": str(soon), "last": str(soon + timedelta(days=7)), "why": "Winter closure"}),
    ):
        answer = browser.post(f"{at}change/{what}/", sent | {"version": version()})
        assert answer.status_code == 302, answer.content.decode()
    assert browser.post(f"{at}schemes/add/", SCHEME).status_code == 302
    made = Scheme.objects.get()
    browser.post(f"/programmes/schemes/{made.pk}/publish/", {"version": made.version})
    page = browser.post(f"{at}open/", {"version": version()}, follow=True).content.decode()
    for told in (
        "Monday: 9am to midday, 1pm to 5pm", "Routine: within 2 working days", "Pensions", "Winter closure",
        "30 minutes each, 1 April 2026 to 30 September 2045", "Everybody can see it now.",
    ):  # fmt: skip
        assert told in page
    with acting(Acting()):
        shown = queries.programme_at("sampleshire-hub")
        assert [one.name for one in queries.schemes_for(shown, Audience.PROVIDER, date(2026, 11, 1))] == [
            "Free legal advice"
        ]
        assert soon + timedelta(days=7) in queries.closed_days(shown)
        assert queries.promised_days(shown, Urgency.ROUTINE) == 2


def test_a_form_that_is_wrong_says_what_to_do_and_keeps_what_was_typed():
    made = ProgrammeFactory(body=HubFactory())
    browser, at = lead(), f"/programmes/{made.slug}/change/"
    answer = browser.post(f"{at}hours/", {"monday": "all day", "version": made.version})
    assert answer.status_code == 400
    assert "Write hours like 9am to 5pm" in answer.content.decode()
    assert 'value="all day"' in answer.content.decode()
    answer = browser.post(f"{at}contact/", {"audience": "council", "name": "Desk", "version": made.version})
    assert "Give a telephone number, an e-mail address or a page" in answer.content.decode()
    wrong = SCHEME | {"closes_on-year": "2025"}
    answer = browser.post(f"/programmes/{made.slug}/schemes/add/", wrong)
    assert "The last day must be on or after the first" in answer.content.decode()
    assert browser.get(f"{at}nonsense/").status_code == 404


def test_two_people_at_once_do_not_overwrite_each_other():
    made = ProgrammeFactory(body=HubFactory())
    browser = lead()
    told = {"name": made.name, "councils": [WALSALL, SANDWELL], "commissioned_by": "", "version": made.version}
    assert browser.post(f"/programmes/{made.slug}/change/details/", told | {"summary": "Mine"}).status_code == 302
    late = browser.post(f"/programmes/{made.slug}/change/details/", told | {"summary": "Typed later"})
    assert late.status_code == 409
    assert "Somebody else changed this in the meantime" in late.content.decode()
    assert "Typed later" in late.content.decode()
    assert Programme.objects.get().summary == "Mine"


def test_a_draft_is_its_bodys_alone_and_nobody_changes_what_is_anothers():
    mine = ProgrammeFactory(body=HubFactory(), name="Mine")
    other = MembershipFactory(
        body=HubFactory(name="Otherham Employers"), role=Role.HELPLINE_LEAD, person__email="o@example.org"
    )
    with acting_in(other):
        assert queries.programme_at(mine.slug) is None
        assert not mine.themes.exists()
    opened = ProgrammeFactory(body=mine.body, name="Mine", open=True)
    with acting_in(other):
        found = queries.programme_at(opened.slug)
        assert found.themes.exists()
        with pytest.raises(ActionRefused, match="In your role you cannot"):
            actions.end_programme(programme=found, version=found.version, instead="Ask us", by=other)
        with transaction.atomic():
            assert found.themes.all().delete()[0] == 0
            assert found.contacts.update(phone="0") == 0


def test_who_pays_reads_a_draft_too_and_changes_nothing():
    payer = BodyFactory(kind=Kind.PARTNERSHIP, name="Sampleshire partnership")
    made = ProgrammeFactory(body=HubFactory(), commissioned_by=payer)
    with acting_in(MembershipFactory(body=payer, role=Role.LEAD)):
        found = queries.programme_at(made.slug)
        assert found is not None
        assert found.hours.update(closes="23:00") == 0


def test_what_a_published_scheme_gives_stays_and_its_closing_date_moves_for_a_reason():
    made = SchemeFactory(published=True)
    by = manager_of(made.body)
    with pytest.raises(ActionRefused):
        actions.edit_scheme(scheme=made, version=made.version, by=by, councils=[WALSALL], amount=60)
    later = localdate() + timedelta(days=400)
    with pytest.raises(ActionRefused, match="Say who agreed"):
        actions.move_closing_date(scheme=made, version=made.version, closes_on=later, reason=" ", by=by)
    moved = actions.move_closing_date(
        scheme=made, version=made.version, closes_on=later, reason="The department, on 3 November", by=by
    )
    assert (moved.closes_on, moved.amount) == (later, 30)
    assert "moved the closing date" in moved.events.order_by("-pk").first().what.lower()
    with pytest.raises(ActionRefused, match="today or later"):
        actions.move_closing_date(
            scheme=moved, version=moved.version, closes_on=localdate() - timedelta(days=1), reason="x", by=by
        )
    with pytest.raises(StaleVersion):
        actions.withdraw_scheme(scheme=moved, version=1, reason="x", by=by)


def test_a_scheme_can_be_used_from_its_first_day_to_its_last():
    made = SchemeFactory(opens_on=date(2026, 4, 1), closes_on=date(2026, 9, 30))
    stages = [made.stage(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1))]
    assert stages == [Stage.NOT_OPEN, Stage.OPEN, Stage.OPEN, Stage.ENDED]


def test_a_scheme_covers_councils_of_its_programme_alone():
    with pytest.raises(ActionRefused, match="councils of its programme"):
        SchemeFactory(councils=(LEEDS,))
    made = SchemeFactory().programme
    with pytest.raises(ActionRefused, match="Change the scheme first"):
        actions.edit_programme(
            programme=made, version=made.version, name=made.name, summary="x", councils=[WALSALL], commissioned_by=None,
            by=manager_of(made.body),
        )  # fmt: skip


def test_a_programme_that_has_ended_says_what_to_do_instead_and_can_be_reopened():
    made = ProgrammeFactory(body=HubFactory(), open=True)
    browser, at = lead(), f"/programmes/{made.slug}/"
    told = {"instead": "Ask the national helpline", "version": made.version}
    page = browser.post(f"{at}change/end/", told, follow=True).content.decode()
    assert "Ask the national helpline" in page
    again = Programme.objects.get()
    page = browser.post(f"{at}open/", {"version": again.version}, follow=True).content.decode()
    assert "Everybody can see it now." in page
    assert Programme.objects.get().instead == ""


def test_closures_and_contacts_are_removed_and_themes_retired():
    made = ProgrammeFactory(body=HubFactory(), open=True)
    browser, at = lead(), f"/programmes/{made.slug}/"
    contact, theme = made.contacts.get(), made.themes.get(code="salary")
    for kind, number in (("contacts", contact.pk), ("themes", theme.pk), ("nonsense", 1), ("themes", 0)):
        sent = {"version": Programme.objects.get().version}
        assert browser.post(f"{at}{kind}/{number}/remove/", sent).status_code == 302
    assert not made.contacts.exists()
    assert theme not in queries.themes_of(made)
    assert made.themes.filter(pk=theme.pk).exists()


def test_the_database_itself_holds_that_a_scheme_closes_after_it_opens_and_gives_something():
    made = SchemeFactory()
    for columns in ({"closes_on": date(2020, 1, 1)}, {"amount": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scheme.objects.filter(pk=made.pk).update(**columns)
