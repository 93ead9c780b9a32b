"""The right of reply: a provider's words stand beside the signal, and what is wrong is challenged within 14 days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.accounts.roles import Kind, Role
from irhub.attention.models import Challenge, Statement
from tests.factories import NAME, PROVIDER, SIGNAL, BodyFactory, PersonFactory, SignalFactory, signed_in
from tests.standing import stand

pytestmark = pytest.mark.django_db
WORDS = "We changed our name on 18 November. Our licence stands."


def provider_body() -> Body:
    return BodyFactory(kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)


@pytest.fixture
def provider() -> Client:
    SignalFactory()
    return signed_in(PersonFactory(email="boss@quillmoor.example", roles=[(provider_body(), Role.ADMINISTRATOR)]))


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
    reviewer = signed_in(PersonFactory(email="reviewer@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
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
    reviewer = signed_in(PersonFactory(email="reviewer@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
    reviewer.post(f"/challenges/{made.pk}/", {"agreed": "no", "text": "The row says so", "version": 1})
    other = signed_in(PersonFactory(email="other@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
    refused = other.post(f"/challenges/{made.pk}/", {"action": "take back", "version": 2})
    assert "Only the person who answered" in refused.content.decode()
    assert Challenge.objects.get().state == "not agreed"
    back = reviewer.post(f"/challenges/{made.pk}/", {"action": "take back", "version": 2}, follow=True).content.decode()
    assert "The row says so" in back, "what was written is still in the form"
    assert "The row says so" not in text(provider)
    assert Challenge.objects.get().state == "open"
    assert "being looked at" in text(Client(headers={"host": "localhost"}))


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
