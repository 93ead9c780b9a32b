"""A page is written, a second person publishes it, its readers see today's value, and a changed rule flags it until somebody has looked."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.access import working
from irhub.accounts.models import AuditEvent
from irhub.accounts.retention import run
from irhub.accounts.roles import Kind, Role
from irhub.accounts.subject_access import everything_about
from irhub.guidance import actions, queries, teaching
from irhub.guidance.jobs import JOBS
from irhub.guidance.models import Page, Version
from irhub.guidance.reminding import remind
from irhub.guidance.teaching import Taught, Teaches, changes_of, to_check
from irhub.guidance.topics import topic_of
from irhub.notify.models import Message
from irhub.rulebook.loading import rulebook
from irhub.web.background_jobs import Failed
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.held_tables import Whom
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.guidance.factories import HUB, VersionFactory, editor
from tests.standing import stand
from tests.support.factories import CaseFactory, adviser_of
from tests.webinars.factories import QuestionFactory, SessionFactory

pytestmark = pytest.mark.django_db
OLD = {"salary_floor/all": "SAL-03 version 1"}
"""The salary floor as it was checked before it last changed."""


def public(address: str) -> str:
    return Client(headers={"host": "localhost"}).get(address).content.decode()


def told(version: Version, **changes: object) -> dict[str, object]:
    """What the form of a draft sends."""
    today, soon = localdate(), localdate() + timedelta(days=60)
    days = {
        f"{name}-{part}": getattr(day, part)
        for name, day in (("law_as_at", today), ("review_on", soon))
        for part in ("day", "month", "year")
    }
    return {
        "version": version.version, "title": version.title, "answer": version.answer, "text": version.text, "topics": ["pay"],
        "audience": ["provider"], **days, **changes,
    }  # fmt: skip


def test_a_page_goes_from_its_writer_to_a_second_person_and_to_the_public():
    ada, bo = editor("ada"), editor("bo")
    writer = signed_in(ada.person)
    writer.post(reverse("guidance-write"), {"title": "What to pay", "kind": "guidance", "visibility": "public"})
    version = Version.objects.get()
    assert version.page.slug == "what-to-pay"
    edit, page = (reverse(f"guidance-{name}", args=[version.pk]) for name in ("edit", "version"))
    assert writer.post(edit, told(version, answer="{{ rule: salry_floor }}")).status_code == 302
    preview = writer.get(page).content.decode()
    assert "Did you mean “salary_floor”?" in preview
    assert "Submit for approval" not in preview
    version.refresh_from_db()
    with pytest.raises(ActionRefused, match="Did you mean"):
        actions.submit(version=version, seen=version.version, by=ada)
    writer.post(edit, told(version, answer="At least {{ rule: salary_floor }}."))
    version.refresh_from_db()
    move = reverse("guidance-move", args=[version.pk])
    assert writer.post(move, {"move": "submit", "version": version.version}).status_code == 302
    assert Client(headers={"host": "localhost"}).get("/guidance/what-to-pay/").status_code == 404
    version.refresh_from_db()
    assert (
        "Somebody else of your body must"
        in writer.post(move, {"move": "publish", "version": version.version}).content.decode()
    )
    assert signed_in(bo.person).post(move, {"move": "publish", "version": version.version}).status_code == 302
    read = public("/guidance/what-to-pay/")
    for words in ("At least", "£25,000 a year</a>", "Law as at", HUB, "find a regulated immigration adviser"):
        assert words in read
    for nobodys in ("ada@example.org", "bo@example.org"):
        assert nobodys not in read
    assert AuditEvent.objects.filter(what="approved and published guidance").exists()
    assert "What to pay" in public("/guidance/?q=paying&topic=pay&audience=provider")
    assert "No page fits" in public("/guidance/?q=unicorn")


def test_the_database_refuses_an_approval_by_whoever_submitted():
    version = VersionFactory(state="submitted")
    with pytest.raises(DatabaseError), transaction.atomic():
        stand(version, state="published", approved_by="Ada@example.org")


def test_other_bodies_and_advisers_of_others_see_nothing_of_a_draft():
    draft = VersionFactory(state="submitted")
    staff = VersionFactory(state="published", visibility="staff", title="Our own script")
    other = editor("cy", hub="Marlshire Partnership")
    adviser = editor("di", Role.ADVISER, hub="Marlshire Helpline")
    for somebody in (other, adviser):
        browser = signed_in(somebody.person)
        for version in (draft, staff):
            assert browser.get(reverse("guidance-version", args=[version.pk])).status_code == 404
        assert draft.title not in browser.get(reverse("guidance-desk")).content.decode()
    assert "Our own script" not in public("/guidance/")
    assert Client(headers={"host": "localhost"}).get(f"/guidance/{staff.page.slug}/").status_code == 404
    lead = MembershipFactory(person__email="lead@example.org", body=draft.body, role=Role.LEAD)
    assert signed_in(lead.person).get(reverse("guidance-desk")).status_code == 403


def test_an_adviser_of_a_delivery_partner_writes_and_only_its_editor_publishes():
    adviser = editor("ann", Role.ADVISER, hub="Fernshire Helpline")
    made = actions.write(kind="news", title="New hours", visibility="public", by=adviser)
    again = actions.write(kind="news", title="New hours", visibility="public", by=adviser)
    assert (made.page.slug, again.page.slug) == ("new-hours", "new-hours-2")
    version = VersionFactory(body=adviser.body, state="submitted")
    with pytest.raises(ActionRefused):
        actions.publish(version=version, seen=version.version, by=adviser)


def test_a_changed_rule_flags_the_page_until_somebody_confirms_it():
    ada = editor("ada")
    version = VersionFactory(state="published", rules=OLD)
    address = f"/guidance/{version.page.slug}/"
    assert "A rule on this page changed on 9 April 2025" in public(address)
    assert "A rule changed since" in public("/guidance/")
    (found,) = to_check(ada.body)
    assert found.taught.title == version.title
    assert version.title in signed_in(ada.person).get(reverse("guidance-check")).content.decode()
    assert "1 to check: a rule changed" in signed_in(ada.person).get(reverse("my-work")).content.decode()
    later = localdate() + timedelta(days=100)
    form = {
        "move": "confirm",
        "version": version.version,
        "review_on-day": later.day,
        "review_on-month": later.month,
        "review_on-year": later.year,
    }
    assert signed_in(ada.person).post(reverse("guidance-move", args=[version.pk]), form).status_code == 302
    assert not to_check(ada.body)
    assert "A rule on this page changed" not in public(address)
    version.refresh_from_db()
    assert (version.checked_by, version.review_on) == ("ada@example.org", later)


def test_what_another_room_teaches_is_flagged_alike(monkeypatch):
    ada = editor("ada")
    recordings = (
        Teaches(
            "Recording", lambda body: [Taught(f"Pay, for {body.name}", "/rules/", OLD), Taught("Visits", "/rules/", {})]
        ),
    )
    monkeypatch.setattr(teaching, "gathered", lambda *_: iter([recordings]))
    (found,) = to_check(ada.body)
    assert (found.kind, found.taught.title) == ("Recording", f"Pay, for {HUB}")
    assert [change.line for change in changes_of(OLD)] == ["salary_floor/all"]
    page = signed_in(ada.person).get(reverse("guidance-check")).content.decode()
    assert "Recording" in page
    assert "Visits" not in page


def test_the_editors_are_told_once_of_each_change_and_each_review():
    editor("ada")
    VersionFactory(state="published", rules=OLD, review_on=localdate())
    for _ in range(2):
        assert remind(site="https://hub.example.org", today=localdate()) == 2
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["guidance-review", "guidance-rule-changed"]


def test_what_is_approved_for_a_later_day_is_published_on_it_in_the_place_of_the_old():
    bo = editor("bo")
    old = VersionFactory(state="published")
    new = VersionFactory(
        page=old.page, number=2, title="Pay in 2027", change_note="The floor of 2027", state="submitted"
    )
    tomorrow = localdate() + timedelta(days=1)
    with pytest.raises(ActionRefused, match="today or a later day"):
        actions.publish(version=new, seen=1, on=localdate() - timedelta(days=1), by=bo)
    actions.publish(version=new, seen=1, on=tomorrow, by=bo)
    assert actions.publish_what_is_due(localdate()) == (0, [])
    assert actions.publish_what_is_due(tomorrow) == (1, [])
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state, new.rules) == ("superseded", "published", {"salary_floor/all": "SAL-04 version 1"})
    slug = old.page.slug
    assert "Pay in 2027" in public(f"/guidance/{slug}/")
    assert "The floor of 2027" in public(f"/guidance/{slug}/history/")
    past = public(f"/guidance/{slug}/history/2/")
    assert "<del>" in past
    assert "<ins>" in past
    assert old.title in public(f"/guidance/{slug}/history/1/")
    with working("guidance"):
        assert JOBS[0].does().startswith("0 pages were published")


def test_a_page_that_cannot_be_published_on_its_day_keeps_no_other_back_and_is_told(monkeypatch):
    bo, day = editor("bo"), localdate() + timedelta(days=1)
    for title in ("Broken", "Sound"):
        version = VersionFactory(page__slug=title.lower(), title=title, state="submitted")
        actions.publish(version=version, seen=1, on=day, by=bo)
    Version.objects.update(publish_on=localdate())
    rules_of = actions._rules_of
    monkeypatch.setattr(actions, "_rules_of", lambda version: 1 / 0 if version.title == "Broken" else rules_of(version))
    with pytest.raises(Failed, match=r"1 pages were published.*could not be published.*“Broken”"), working("guidance"):
        JOBS[0].does()
    assert dict(Version.objects.values_list("title", "state")) == {"Broken": "scheduled", "Sound": "published"}


def test_a_page_is_begun_by_one_button_from_what_was_asked_and_carries_nobody():
    case = CaseFactory(subject="Pat Example asks about her visa", text="I am Pat Example, may I?")
    ada = signed_in(adviser_of(case.body).person)
    page = ada.get(reverse("support-case", args=[case.reference])).content.decode()
    assert "Write guidance on this theme" in page
    sent = dict(re.findall(r'name="(kind|visibility|title|answer)"\s+value="([^"]*)"', page))
    ada.post(reverse("guidance-write"), sent)
    made = Version.objects.get()
    assert (made.state, made.title, made.answer) == ("draft", f"A question about: {case.theme.name}", "")

    session = SessionFactory(body=case.body)
    asked = QuestionFactory(
        session=session, question="Who pays\nthe charge? " + "it " * 90, answer="The sponsor: {{ rule: salary_floor }}."
    )
    page = ada.get(reverse("webinar-session", args=[session.pk])).content.decode()
    sent = {
        name: unescape(value)
        for name, value in re.findall(r'name="(kind|visibility|title|answer)"\s+value="([^"]*)"', page)
    }
    answer = ada.post(reverse("guidance-write"), sent)
    made = Version.objects.exclude(pk=made.pk).get()
    assert answer["Location"] == reverse("guidance-edit", args=[made.pk])
    assert made.title.startswith("Who pays the charge? it it")
    assert made.answer == asked.answer


def test_two_who_edit_at_once_lose_nothing():
    ada = editor("ada")
    version, same = VersionFactory(), Version.objects.get()
    actions.edit(version=same, seen=1, by=ada, columns={"title": "First"})
    with pytest.raises(StaleVersion):
        actions.edit(version=version, seen=1, by=ada, columns={"title": "Second"})
    page = signed_in(ada.person).post(reverse("guidance-edit", args=[version.pk]), told(version, title="Second"))
    assert page.status_code == 409
    assert "Second" in page.content.decode()
    with pytest.raises(ActionRefused, match="in work already"):
        actions.renew(version=version, by=ada)


def test_a_withdrawn_page_says_why():
    ada = editor("ada")
    version = VersionFactory(state="published")
    wrong = signed_in(ada.person).post(
        reverse("guidance-move", args=[version.pk]), {"move": "withdraw", "version": 1, "reason": ""}
    )
    assert "Say why it is withdrawn" in wrong.content.decode()
    actions.act(version=version, name="withdraw", seen=1, reason="The rule it told of never came.", by=ada)
    assert "The rule it told of never came." in public(f"/guidance/{version.page.slug}/")
    assert "No guidance has been published yet" in public("/guidance/")
    assert "Withdrawn: " in public("/what-changed/?sort=guidance")


def test_what_changed_is_one_list_by_topic_with_a_feed():
    VersionFactory(state="published", title="Pay explained")
    VersionFactory(state="draft", title="Not yet")
    page = public("/what-changed/?topic=pay")
    assert "Pay explained" in page
    assert "lowest salary of a sponsored care worker" in page
    assert "sponsor licence cost" not in page
    feed = Client(headers={"host": "localhost"}).get("/what-changed/feed/?topic=pay")
    assert feed["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert "Pay explained" in text
    assert "Not yet" not in text
    assert "Not yet" not in public("/what-changed/")


def test_every_subject_of_the_rulebook_belongs_to_a_topic():
    subjects = {topic.subject for topic in rulebook().topics.values()}
    assert subjects
    assert not [subject for subject in subjects if not topic_of(subject)]


def test_a_canned_answer_holds_the_values_of_the_day_and_warns_where_a_rule_changed():
    version = VersionFactory(state="published")
    text = queries.answer_text(version, on=date(2026, 11, 28))
    assert "At least £25,000 a year." in text
    assert "How it is tested" not in text
    assert "The rules on 28 November 2026." in text
    assert "How it is tested" in queries.answer_text(version, whole=True)
    assert queries.answer_text(VersionFactory(state="published", rules=OLD)).startswith("To check before you send this")


def test_replies_are_chosen_from_the_pages_of_the_own_body_its_staff_s_among_them():
    ours = VersionFactory(state="published", visibility="staff", title="What to say of pay")
    VersionFactory(state="published", body=editor("cy", hub="Marlshire Partnership").body)
    VersionFactory(state="submitted")
    assert (
        list(queries.for_replies(ours.body))
        == list(queries.for_replies(ours.body, q="saying pay", topic="pay"))
        == [ours]
    )
    assert not queries.for_replies(ours.body, topic="licence")


def test_authors_find_themselves_in_what_is_held_about_them_and_drafts_are_not_kept_for_ever():
    ada = editor("ada")
    gone = VersionFactory(state="discarded")
    (row,) = everything_about(Whom("ada@example.org"), by=ada).sections["versions of guidance"]
    assert row["written_by"] == "ada@example.org"
    assert "words" not in row, "what the database makes of other columns tells nothing more"
    long_ago = gone.ended_at - timedelta(days=91)
    stand(gone, ended_at=long_ago)
    Page.objects.update(made_at=long_ago)
    run()
    assert not Version.objects.exists()
    assert not Page.objects.exists()


def test_events_are_only_added():
    version = VersionFactory()
    actions.edit(version=version, seen=1, by=editor("ada"), columns={"title": "First"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE guidance_versionevent SET text = 'x'")


def test_the_list_of_rules_says_what_to_write():
    page = signed_in(editor("ada").person).get(reverse("guidance-rules") + "?q=salary+floor").content.decode()
    assert "{{ rule: salary_floor }}" in page
    assert "£25,000 a year" in page


def test_a_council_writes_no_guidance():
    council = MembershipFactory(person__email="x@example.org", body=BodyFactory(kind=Kind.COUNCIL), role=Role.LEAD)
    assert signed_in(council.person).get(reverse("guidance-write")).status_code == 403


def test_a_rule_s_own_page_lists_the_public_pages_that_teach_it():
    VersionFactory(state="published", rules=OLD)
    VersionFactory(state="published", rules=OLD, title="For our staff", visibility="staff")
    page = public(reverse("rule", args=["SAL-03"]))
    assert "What teaches it" in page
    assert "What a sponsored care worker must be paid" in page
    assert "For our staff" not in page
    assert "What teaches it" not in public(reverse("rule", args=["SAL-01"]))
