"""Operators see what waits and what did not leave, why, and what to do; and have it tried again."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.models import AuditEvent
from irhub.notify.models import Message
from irhub.operations import doctor, mail, metrics, queries
from irhub.operations.alerts import problems
from tests.factories import MessageFactory
from tests.post import delivered

pytestmark = pytest.mark.django_db
REFUSED = "The mail server does not take mail for this address: 550 5.1.1 no such user"


def page(client) -> str:
    return " ".join(unescape(client.get(reverse("operations")).content.decode()).split())


def not_sent(client, asked: str = "") -> str:
    return " ".join(unescape(client.get(reverse("mail-not-sent") + asked).content.decode()).split())


def about_mail() -> list[str]:
    return [told.level.value for told in doctor.mail_that_waits()]


def test_where_mail_leaves_nothing_needs_a_look(operator, monkeypatch):
    assert "1 thing needs a look" in page(operator)
    assert "No background worker is at work, so nothing runs by itself" in page(operator)
    monkeypatch.setattr(queries, "workers_alive", lambda: 1)
    MessageFactory()
    delivered()
    told = page(operator)
    assert 'Sent today</dt> <dd class="govuk-summary-list__value"> 1' in told
    assert "Nothing needs attention" in told
    assert about_mail() == ["good"]
    assert not AuditEvent.objects.filter(what="used system access").exists(), "no address was shown"


def test_mail_that_does_not_leave_is_told_with_the_reason_on_the_page_by_doctor_and_in_figures(operator):
    MessageFactory(posted_at=timezone.now() - timedelta(minutes=14))
    assert problems() == []
    MessageFactory(
        posted_at=timezone.now() - timedelta(hours=2), due_at=timezone.now() + timedelta(hours=1),
        reason="The mail server did not answer in time, or broke off.",
    )  # fmt: skip
    (told,) = problems()
    assert told.startswith("Mail does not leave: 2 messages wait, the oldest since ")
    assert "did not answer in time" in told
    assert "IRHUB_EMAIL_URL" in told
    assert told in page(operator)
    assert about_mail() == ["warning"]
    figures = {metric.name: metric.samples[0].value for metric in metrics._mail()}
    assert figures["irhub_mail_waiting"] == 2
    assert 7200 <= figures["irhub_mail_oldest_seconds"] < 7300
    operator.post(reverse("mail-now"))
    assert len(delivered()) == 2
    assert AuditEvent.objects.get(what="had all mail tried that waits").detail == {"count": 2}


def test_a_message_that_did_not_leave_stands_with_its_address_and_reason_and_is_tried_again(operator):
    lost = MessageFactory(state="failed", reason=REFUSED)
    gone = MessageFactory(state="failed", reason=REFUSED, sealed=None, to="sam@example.org")
    assert "2 messages could not be sent" in page(operator)
    told = not_sent(operator)
    assert "pat@example.org" in told
    assert "The address is no longer kept." in told
    assert told.count(REFUSED) == 2
    assert "pat@example.org" not in not_sent(operator, "?again=no")
    assert "Every message of the last week" not in not_sent(operator, "?kind=unknown")
    seen = AuditEvent.objects.filter(what="used system access").values_list("who", flat=True)
    assert set(seen) == {"chief@example.org"}, "who saw the address"
    answer = operator.post(reverse("mail-again", args=[lost.pk]), follow=True).content.decode()
    assert "tried again within a minute" in answer
    assert "cannot be tried again" in operator.post(reverse("mail-again", args=[gone.pk]), follow=True).content.decode()
    assert [message.to for message in delivered()] == [["pat@example.org"]]
    assert Message.objects.get(pk=lost.pk).state == Message.State.SENT


def test_mail_that_was_not_sent_is_sorted_as_somebody_asks(operator):
    MessageFactory(state="failed", reason=REFUSED)
    MessageFactory(state="failed", reason=REFUSED, to="sam@example.org", posted_at=timezone.now() - timedelta(days=1))
    newest, oldest = not_sent(operator), not_sent(operator, "?sort=-written")
    assert newest.index("pat@example.org") < newest.index("sam@example.org")
    assert oldest.index("sam@example.org") < oldest.index("pat@example.org")


def test_what_was_given_up_long_ago_is_no_longer_told_of():
    MessageFactory(state="failed", sealed=None, posted_at=timezone.now() - timedelta(days=2))
    assert mail.problems() == []
    assert mail.state().failed == 0


def test_mail_that_is_printed_is_told_to_reach_nobody(operator):
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend"):
        assert [told.level.value for told in doctor.mail_settings()] == ["warning"]
        assert "they reach nobody" in page(operator)
