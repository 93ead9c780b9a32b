"""A worker who asks is shown who helps workers, and handed to them by consent alone; nobody asks too often."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.programmes.actions import add_contact_point
from irhub.programmes.models import ContactPoint, Programme
from irhub.support import workers
from irhub.support.links import link_of
from irhub.support.models import Case, Enquiry, WorkerConsent
from irhub.web.errors import ActionRefused
from tests.factories import signed_in
from tests.programmes.factories import HubFactory, manager_of
from tests.support.factories import PAT, CaseFactory, adviser_of, programme_of

pytestmark = pytest.mark.django_db
WANTS = {
    "name": "Kim",
    "reach": "0121 496 0003",
    "safe": "After 6pm, by text",
    "language": "",
    "text": "My sponsor lost its licence.",
}


@pytest.fixture
def programme():
    cache.clear()
    made = programme_of()
    add_contact_point(
        programme=made, version=made.version, audience="worker", name="Sampleshire workers’ line", phone="", email="help@line.example", web="",
        words="", by=manager_of(made.body),
    )  # fmt: skip
    yield made
    cache.clear()


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def kim() -> Browser:
    return Browser(headers={"host": "localhost"})


def test_what_is_passed_on_is_shown_before_and_goes_out_as_shown_once_the_worker_agrees(programme):
    address, told = (
        reverse("help-worker", args=[programme.slug]),
        WANTS | {"to": str(ContactPoint.objects.get(audience="worker").pk)},
    )
    page = text_of(kim().get(address))
    assert "Sampleshire workers’ line" in page
    assert "Enter how they can reach you" in text_of(kim().post(address, told | {"reach": ""}))
    shown = text_of(kim().post(address, told))
    assert "Nothing has been sent or kept yet" in shown
    assert "How to reach them: 0121 496 0003" in shown
    refused = kim().post(f"{address}?shown", told)
    assert (refused.status_code, "nothing is sent" in text_of(refused)) == (400, True)
    assert (WorkerConsent.objects.count(), Mail.objects.count()) == (0, 0), "nothing is kept without consent"
    worker = kim()
    for _ in range(2):
        answer = worker.post(f"{address}?shown", told | {"agree": "on", "sent_once": "a key"})
        assert answer.status_code == 302
    sent = text_of(worker.get(answer["Location"]))
    assert "We have written to Sampleshire workers’ line" in sent
    assert "help@line.example" in sent, "how to tell them if they change their mind"
    mail, kept = unseal(bytes(Mail.objects.get().sealed)), WorkerConsent.objects.get()
    assert mail.to == "help@line.example"
    assert kept.passed_on in mail.text
    assert kept.words in mail.text
    assert "I agree that" in kept.words
    assert kept.given_at is not None
    assert (Case.objects.count(), Enquiry.objects.count()) == (0, 0)


def test_where_no_contact_has_an_address_nothing_is_asked_of_a_worker():
    page = text_of(kim().get(reverse("help-worker", args=[programme_of().slug])))
    assert "Citizens Advice" in page
    assert "Should they get in touch with you?" not in page


def test_who_asks_too_often_is_told_so_and_keeps_what_they_typed(programme):
    address, person = (
        reverse("help-thread", args=[link_of(CaseFactory(body=programme.body, contact=PAT).contacts.get())]),
        kim(),
    )
    for _ in range(30):
        assert person.post(address, {"text": "Is anybody there?"}).status_code == 302
    page = text_of(person.post(address, {"text": "The thirty-first"}))
    assert "You have sent us a lot within an hour" in page
    assert "The thirty-first" in page
    asked = {"client_type": "council", "client": "Walsall", "theme": programme.themes.first().pk, "subject": "A", "text": "What I typed", "about": "",
             "name": "Kim", "phone": ""}  # fmt: skip
    asking = reverse("help-ask", args=[programme.slug])
    for email, most in (("kim@line.example", 5), ("lee@line.example", 5)):
        pages = [text_of(person.post(asking, asked | {"email": email})) for _ in range(most + 1)]
        assert ["within an hour" in page for page in pages] == [False] * most + [True], "counted for each address"
        assert "What I typed" in pages[-1]


def passed_on_by_mail(programme: Programme) -> WorkerConsent:
    """What a worker agreed to, and a mail server may have taken."""
    kept = workers.hand_over(programme, WANTS | {"to": ContactPoint.objects.get(audience="worker").pk})
    Mail.objects.update(tries=1)
    return kept


def test_what_was_not_sent_yet_when_a_worker_withdraws_never_is(programme):
    kept = workers.hand_over(programme, WANTS | {"to": ContactPoint.objects.get(audience="worker").pk})
    made = workers.withdraw(consent=kept, said_on=localdate(), how="By telephone", by=adviser_of(programme.body))
    assert list(Mail.objects.filter(kind__startswith="helpline-worker")) == []
    assert (made.told, made.others(kept.to)) == (
        "",
        "It had not been sent to Sampleshire workers’ line yet, and never is.",
    )


def test_what_a_server_may_have_taken_is_asked_back_and_not_tried_again(programme):
    kept = passed_on_by_mail(programme)
    workers.withdraw(consent=kept, said_on=localdate(), how="By telephone", by=adviser_of(programme.body))
    states = dict(Mail.objects.filter(kind__startswith="helpline-worker").values_list("kind", "state"))
    assert states == {"helpline-worker": "failed", "helpline-worker-withdrew": "waiting"}


def test_a_worker_withdraws_by_a_word_to_an_adviser_and_what_was_passed_on_goes(programme):
    kept = passed_on_by_mail(programme)
    by = adviser_of(programme.body)
    ada, page = signed_in(by.person), reverse("support-consent", args=[kept.pk])
    assert "Sampleshire workers’ line" in text_of(ada.get(reverse("support-consents")))
    assert "How to reach them: 0121 496 0003" in text_of(ada.get(page))
    day = {"said_on-day": "1", "said_on-month": "1", "said_on-year": "2021"}
    assert "must be between" in text_of(ada.post(page, day | {"how": "By telephone"})), "not before they agreed"
    today = localdate()
    day = {"said_on-day": today.day, "said_on-month": today.month, "said_on-year": today.year}
    assert "Say how they told you" in text_of(ada.post(page, day | {"how": ""}))
    shown = text_of(ada.post(page, day | {"how": "By telephone"}, follow=True))
    assert "asked to delete it too" in shown
    assert "0121 496 0003" not in shown
    kept.refresh_from_db()
    made = kept.withdrawn
    assert (kept.passed_on, made.said_on, made.how, made.who) == ("", today, "By telephone", by.person.email)
    mail = unseal(bytes(Mail.objects.get(kind="helpline-worker-withdrew").sealed))
    assert mail.to == "help@line.example"
    assert "0121 496 0003" in mail.text
    assert "delete what we sent you" in mail.text
    with pytest.raises(ActionRefused, match="withdrawn before"):
        workers.withdraw(consent=kept, said_on=today, how="Again", by=by)
    filtered = text_of(ada.get(reverse("support-consents"), {"stands": "given"}))
    assert "No consent fits" in filtered


def test_nobody_else_records_it_and_nothing_but_what_was_passed_on_is_altered(programme):
    kept = workers.hand_over(programme, WANTS | {"to": ContactPoint.objects.get(audience="worker").pk})
    other = adviser_of(HubFactory(name="Other Employers"), "other")
    with pytest.raises(ActionRefused, match="this helpline"):
        workers.withdraw(consent=kept, said_on=localdate(), how="By telephone", by=other)
    for changed in ({"to": "Somebody else"}, {"passed_on": "Other words"}, {"passed_on": "", "words": "Others"}):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            WorkerConsent.objects.filter(pk=kept.pk).update(**changed)
