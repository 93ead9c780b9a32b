"""A client whom the helpline cannot help is told the same, after the same time, whatever the reason."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.support import actions
from irhub.support.models import Case, Declined, Message
from irhub.support.neutral import NEUTRAL, decline, neutral_at, send_neutral
from tests.support.factories import PAT, CaseFactory, adviser_of

pytestmark = pytest.mark.django_db
EACH = 200
REASONS = ("capacity", "scope", "conflict")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


def declined_at_random(seed: int) -> None:
    """So many of each reason, asked at any time of a week and decided within minutes (a conflict) or days (no time)."""
    lot = random.Random(seed)
    first = CaseFactory()
    ada = adviser_of(first.body)
    columns = ("body_id", "programme_id", "theme_id", "client_type", "client_key", "client_name", "channel", "subject")
    usual = {name: getattr(first, name) for name in columns}
    Declined.objects.all().delete()
    cases = Case.objects.bulk_create(
        Case(**usual, reference=f"test-{number}", opened_at=moment(9, 0) + timedelta(minutes=lot.randrange(7 * 1440)))
        for number in range(EACH * len(REASONS))
    )
    for number, case in enumerate(cases):
        reason = REASONS[number % len(REASONS)]
        took = timedelta(minutes=2) if reason == "conflict" else timedelta(minutes=lot.randrange(240))
        decline(case=case, version=case.version, reason=reason, by=ada, now=case.opened_at + took)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """How far two samples stand apart: the greatest difference of their distributions (Kolmogorov and Smirnov)."""
    at = np.concatenate([one, other])
    shares = [np.searchsorted(np.sort(each), at, side="right") / len(each) for each in (one, other)]
    return float(np.abs(shares[0] - shares[1]).max())


def p_value(one: np.ndarray, other: np.ndarray, times: int = 400) -> float:
    """How often samples of one distribution stand as far apart: by shuffling which value belongs to which sample."""
    lot, seen, both = np.random.default_rng(7), distance(one, other), np.concatenate([one, other])
    apart = [distance(both[: len(one)], both[len(one) :]) for _ in range(times) if lot.shuffle(both) is None]
    return (1 + sum(far >= seen for far in apart)) / (1 + times)


def test_two_hundred_refusals_of_each_reason_cannot_be_told_apart_by_their_words_or_their_delay():
    declined_at_random(3)
    clock = moment(9, 0)
    while Declined.objects.filter(sent_at=None).exists():
        clock += timedelta(minutes=10)
        send_neutral(clock)
    assert Declined.objects.count() == EACH * len(REASONS)
    assert set(Message.objects.filter(inbound=False).values_list("text", flat=True)) == {NEUTRAL}
    rows = list(Declined.objects.values_list("reason", "sent_at", "case__opened_at"))
    delays = {
        reason: np.array([(sent - opened).total_seconds() for why, sent, opened in rows if why == reason])
        for reason in REASONS
    }
    for one, other in (("conflict", "capacity"), ("conflict", "scope"), ("scope", "capacity")):
        assert p_value(delays[one], delays[other]) > 0.05, (one, other)
    assert p_value(delays["conflict"], delays["scope"] + 12 * 3600) < 0.01, "half a day would be seen"


def test_what_is_sent_hangs_on_when_the_question_came_and_on_nothing_else():
    friday = moment(13, 16)
    assert neutral_at(friday, friday) == neutral_at(friday, moment(15, 3)) == moment(16, 10)
    assert neutral_at(friday, moment(16, 11)) == moment(17, 10), "it was decided late: ten on the next working day"


def test_the_client_sees_and_is_sent_nothing_before_its_time_and_then_once():
    case = CaseFactory(contact=PAT)
    ada = adviser_of(case.body)
    made = decline(case=case, version=case.version, reason="conflict", by=ada)
    mails = Mail.objects.filter(kind="helpline-reply")
    assert (send_neutral(made.send_at - timedelta(minutes=1)), mails.count()) == (0, 0)
    assert [send_neutral(made.send_at), send_neutral(made.send_at)] == [1, 0]
    letter = unseal(bytes(mails.get().sealed))
    assert NEUTRAL in letter.text
    assert "conflict" not in (letter.text + letter.subject).lower()
    told = [*case.events.values_list("what", "text"), *case.messages.values_list("who", "text")]
    assert not any("conflict" in word.lower() for words in told for word in words)


def test_a_case_that_was_opened_again_meanwhile_is_not_told_so():
    case = CaseFactory(contact=PAT)
    ada = adviser_of(case.body)
    made = decline(case=case, version=case.version, reason="capacity", by=ada)
    actions.reopen_case(case=case, version=case.version, reason="We have time after all", by=ada)
    send_neutral(made.send_at)
    assert not Message.objects.filter(text=NEUTRAL).exists()
    decline(case=case, version=case.version, reason="scope", by=ada)
    send_neutral(Declined.objects.get().send_at)
    assert Message.objects.filter(text=NEUTRAL).count() == 1
