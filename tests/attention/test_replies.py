"""The right of reply: a provider's words stand beside the signal, and what is wrong is challenged within 14 days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import Kind, Role
from irhub.accounts.subject_access import everything_about
from irhub.attention import actions
from irhub.attention.models import Challenge, Statement
from irhub.registers.models import LocationSpan
from irhub.web.errors import ActionRefused
from irhub.web.held_tables import Whom
from tests.factories import (
    CODE,
    NAME,
    ORGANISATION,
    PROVIDER,
    SIGNAL,
    BodyFactory,
    MembershipFactory,
    PersonFactory,
    SignalFactory,
    signed_in,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db
WORDS = "We changed our name on 18 November. Our licence stands."


def provider_body() -> Body:
    return BodyFactory(kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)


@pytest.fixture
def provider() -> Client:
    SignalFactory()
    return signed_in(PersonFactory(email="boss@quillmoor.example", roles=[(provider_body(), Role.ADMINISTRATOR)]))


def leeds() -> Body:
    """A council in which somebody answers challenges."""
    return BodyFactory(name="Leeds", place_code="E08000035")


def text(client: Client, address: str = SIGNAL) -> str:
    return client.get(address).content.decode()


def test_a_reply_is_seen_by_councils_at_once_and_by_everybody_once_it_was_looked_at(provider):
    assert provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0}).status_code == 302
    council = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    public = Client(headers={"host": "localhost"})
    assert WORDS in text(provider)
    assert WORDS in text(council)
    assert WORDS not in text(public)
    assert "The provider has replied. We are checking its reply" in text(public), "a reply that waits is never denied"
    said = Statement.objects.get()
    boss = signed_in(
        PersonFactory(
            email="chief@example.org",
            roles=[(BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership"), Role.ADMINISTRATOR)],
        )
    )
    assert WORDS in text(boss, "/challenges/")
    unsaid = boss.post(f"/replies/{said.pk}/", {"show": "no", "why": "", "version": 1})
    assert unsaid.status_code == 400
    assert "govuk-error-summary" in unsaid.content.decode()
    assert Statement.objects.get().public == "waiting", "it is not kept back without saying what in it is abuse"
    boss.post(f"/replies/{said.pk}/", {"show": "yes", "version": 1})
    assert WORDS in text(public)
    late = boss.post(f"/replies/{said.pk}/", {"show": "no", "why": "It names a worker", "version": 1})
    assert "Somebody else changed this" in late.content.decode()
    assert 'value="It names a worker"' in late.content.decode(), "what was typed stays"
    assert WORDS in text(public)


def test_a_councils_own_administrator_does_not_decide_what_the_public_reads(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    boss = signed_in(PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    assert (
        boss.post(
            f"/replies/{Statement.objects.get().pk}/", {"show": "no", "why": "I dislike it", "version": 1}
        ).status_code
        == 403
    )
    assert Statement.objects.get().public == "waiting"


def test_a_new_reply_takes_the_place_of_the_old_and_must_be_looked_at_again_and_can_be_withdrawn(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    stand(Statement.objects.get(), public="shown", decided_at="2026-11-20T10:00Z", decided_by="chief@example.org")
    provider.post(f"{SIGNAL}reply/", {"text": "Our licence stands.", "seen": Statement.objects.get().pk})
    assert WORDS not in text(provider)
    assert "Our licence stands." not in text(Client(headers={"host": "localhost"}))
    seen = Statement.objects.get(withdrawn_at=None).pk
    provider.post(f"{SIGNAL}reply/", {"action": "withdraw", "seen": seen})
    assert "has not replied" in text(provider)
    assert Statement.objects.count() == 2, "what was said is kept"


def test_a_reply_that_a_colleague_wrote_meanwhile_is_not_withdrawn_unread(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    first = Statement.objects.get().pk
    provider.post(f"{SIGNAL}reply/", {"text": "Our licence stands.", "seen": first})
    late = provider.post(f"{SIGNAL}reply/", {"action": "withdraw", "text": "Mine, half written", "seen": first})
    assert "read theirs before you withdraw it" in late.content.decode()
    assert ">Mine, half written</textarea>" in late.content.decode(), "what was typed stays"
    assert Statement.objects.get(withdrawn_at=None).text == "Our licence stands."


def test_the_reason_of_a_moderator_stays_to_be_copied_where_the_reply_was_taken_away_meanwhile(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    said = Statement.objects.get().pk
    provider.post(f"{SIGNAL}reply/", {"action": "withdraw", "seen": said})
    hub = BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership")
    boss = signed_in(PersonFactory(email="chief@example.org", roles=[(hub, Role.ADMINISTRATOR)]))
    late = boss.post(f"/replies/{said}/", {"show": "no", "why": "It names a worker", "version": 1})
    assert "It names a worker" in late.content.decode()
    assert "was not saved. Copy it" in late.content.decode()


def test_of_two_of_one_provider_who_reply_at_once_neither_overwrites_the_other(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    late = provider.post(f"{SIGNAL}reply/", {"text": "Ours, meanwhile.", "seen": 0}).content.decode()
    assert "A colleague changed the reply" in late
    assert WORDS in late
    assert ">Ours, meanwhile.</textarea>" in late
    assert Statement.objects.get(withdrawn_at=None).text == WORDS
    seen = late.split('name="seen" value="')[1].split('"')[0]
    assert provider.post(f"{SIGNAL}reply/", {"text": "Both of ours.", "seen": seen}).status_code == 302


def test_only_the_provider_itself_replies(provider):
    other = BodyFactory(kind=Kind.PROVIDER, name="Amberridge Care Ltd", place_code="1-999")
    rival = signed_in(PersonFactory(email="rival@example.org", roles=[(other, Role.ADMINISTRATOR)]))
    council = signed_in(PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    for client, refused in ((rival, 404), (council, 403)):
        assert client.post(f"{SIGNAL}reply/", {"text": "Not so", "seen": 0}).status_code == refused
    assert rival.post(f"{SIGNAL}challenge/", {"about": "fact", "text": "Not so"}).status_code == 404
    assert not Statement.objects.exists()
    assert not Challenge.objects.exists()


def test_a_challenge_is_due_in_14_days_is_shown_meanwhile_and_is_answered_in_words(provider):
    wrong = provider.post(f"{SIGNAL}challenge/", {"about": "", "text": "That is another firm in another town"})
    assert "Choose what is wrong" in wrong.content.decode()
    assert "That is another firm" in wrong.content.decode()
    assert provider.post(f"{SIGNAL}challenge/", {"about": "link", "text": "Another firm, in Leeds"}).status_code == 302
    again = provider.post(f"{SIGNAL}challenge/", {"about": "link", "text": "Another firm"})
    assert "being looked at" in again.content.decode()
    made = Challenge.objects.get()
    assert made.due == localdate() + timedelta(days=14)
    public = Client(headers={"host": "localhost"})
    assert "being looked at" in text(public)
    assert "Another firm, in Leeds" not in text(public)
    reviewer = signed_in(PersonFactory(email="reviewer@example.org", roles=[(leeds(), Role.REVIEWER)]))
    assert "Quillmoor Care Ltd" in text(reviewer, "/challenges/")
    empty = reviewer.post(f"/challenges/{made.pk}/", {"agreed": "yes", "text": "", "version": 1})
    assert "Write what was found" in empty.content.decode()
    assert (
        reviewer.post(
            f"/challenges/{made.pk}/", {"agreed": "yes", "text": "They are two firms", "version": 1}
        ).status_code
        == 302
    )
    late = reviewer.post(f"/challenges/{made.pk}/", {"agreed": "no", "text": "They are one", "version": 1})
    assert "Somebody has answered" in late.content.decode()
    assert "They are one" in late.content.decode(), "what was typed too late is shown, to be copied"
    assert "They are two firms" in text(provider)
    assert "agreed" in text(public)


def test_whoever_answered_a_challenge_and_nobody_else_takes_the_answer_back(provider):
    provider.post(f"{SIGNAL}challenge/", {"about": "fact", "text": "The day is wrong"})
    made = Challenge.objects.get()
    reviewer = signed_in(PersonFactory(email="reviewer@example.org", roles=[(leeds(), Role.REVIEWER)]))
    reviewer.post(f"/challenges/{made.pk}/", {"agreed": "no", "text": "The row says so", "version": 1})
    other = signed_in(PersonFactory(email="other@example.org", roles=[(leeds(), Role.REVIEWER)]))
    refused = other.post(f"/challenges/{made.pk}/", {"action": "take back", "version": 2})
    assert "Only the person who answered" in refused.content.decode()
    assert Challenge.objects.get().state == "not agreed"
    back = reviewer.post(f"/challenges/{made.pk}/", {"action": "take back", "version": 2}, follow=True).content.decode()
    assert "The row says so" in back, "what was written is still in the form"
    for nobody_else in (
        text(provider),
        text(other, f"/challenges/{made.pk}/"),
        text(other, "/challenges/"),
        text(other),
    ):
        assert "The row says so" not in nobody_else
    assert Challenge.objects.get().answer == ""
    told = everything_about(Whom("reviewer@example.org"), by="test").sections
    assert "The row says so" not in str(told)
    assert Challenge.objects.get().state == "open"
    assert "being looked at" in text(Client(headers={"host": "localhost"}))


def test_nobody_answers_their_own_challenge():
    SignalFactory()
    maker = signed_in(PersonFactory(email="maker@example.org", roles=[(leeds(), Role.REVIEWER)]))
    maker.post(f"{SIGNAL}challenge/", {"about": "fact", "text": "The day is wrong"})
    made = Challenge.objects.get()
    at = f"/challenges/{made.pk}/"
    assert "Somebody else answers it" in text(maker, at)
    refused = maker.post(at, {"agreed": "yes", "text": "So it is", "version": 1})
    assert "Nobody answers a challenge of their own" in refused.content.decode()
    assert Challenge.objects.get().state == "open"
    colleague = signed_in(PersonFactory(email="second@example.org", roles=[(leeds(), Role.REVIEWER)]))
    assert colleague.post(at, {"agreed": "yes", "text": "So it is", "version": 1}).status_code == 302


def test_nobody_answers_a_challenge_about_a_provider_outside_their_area(provider):
    provider.post(f"{SIGNAL}challenge/", {"about": "fact", "text": "The day is wrong"})
    at = f"/challenges/{Challenge.objects.get().pk}/"
    answers = {"agreed": "yes", "text": "So it is", "version": 1}
    located("E08000035")
    york = BodyFactory(name="York", place_code="E06000014")
    away = signed_in(PersonFactory(email="away@example.org", roles=[(york, Role.REVIEWER)]))
    assert away.post(at, answers).status_code == 404
    assert NAME not in text(away, "/challenges/")
    here = signed_in(PersonFactory(email="here@example.org", roles=[(leeds(), Role.REVIEWER)]))
    assert NAME in text(here, "/challenges/")
    with pytest.raises(ActionRefused, match="outside their area"):
        actions.answer(Challenge.objects.get().pk, agreed=True, text="Yes", by=Membership.objects.get(body=york))
    assert here.post(at, answers).status_code == 302


def located(council: str) -> None:
    """Give the provider a location in a council."""
    texts = {field.name: "" for field in LocationSpan._meta.fields if field.get_internal_type() == "TextField"}
    here = {"location_id": "1-101", "provider_id": PROVIDER, "council_code": council}
    LocationSpan.objects.create(**texts | here, since=date(2026, 1, 1), line=2)


def test_a_viewer_of_a_provider_reads_and_sends_nothing_for_it(provider):
    viewer = signed_in(PersonFactory(email="viewer@quillmoor.example", roles=[(provider_body(), Role.VIEWER)]))
    for what, sent in (("reply", {"text": WORDS, "seen": 0}), ("challenge", {"about": "fact", "text": "Not so"})):
        assert viewer.post(f"{SIGNAL}{what}/", sent).status_code == 403
    assert "Reply to this" not in text(viewer)
    assert not Statement.objects.exists()
    assert not Challenge.objects.exists()
    held = Membership.objects.get(person__email="viewer@quillmoor.example")
    beside = {"organisation_id": ORGANISATION, "code": CODE, "name": NAME, "body": held.body, "text": "Not so"}
    with acting_in(held):  # nor past the pages
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Statement.objects.create(**beside, written_by="viewer")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Challenge.objects.create(**beside, about="fact", opened_by="viewer", due=localdate())


def test_a_reply_that_was_withdrawn_is_there_for_its_own_body_alone(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    provider.post(f"{SIGNAL}reply/", {"action": "withdraw", "seen": Statement.objects.get().pk})
    officer = MembershipFactory(person__email="officer@example.org", body=leeds(), role=Role.ADMINISTRATOR)
    with acting_in(officer):
        assert not Statement.objects.exists()
    with acting_in(Membership.objects.get(person__email="boss@quillmoor.example")):
        assert Statement.objects.get().text == WORDS


def test_what_was_answered_and_decided_last_is_listed_and_a_reply_can_be_decided_anew(provider):
    provider.post(f"{SIGNAL}reply/", {"text": WORDS, "seen": 0})
    boss = signed_in(
        PersonFactory(
            email="chief@example.org",
            roles=[(BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership"), Role.ADMINISTRATOR)],
        )
    )
    said = Statement.objects.get()
    boss.post(f"/replies/{said.pk}/", {"show": "yes", "version": 1})
    page = boss.get("/challenges/").content.decode()
    assert "Quillmoor Care Ltd: shown to everybody" in page
    boss.post(f"/replies/{said.pk}/", {"show": "no", "why": "It names a worker", "version": 2})
    assert Statement.objects.get().public == "kept back"
    assert WORDS not in text(Client(headers={"host": "localhost"}))
