"""A client whom the helpline cannot help is told the same, after the same time, whatever the reason."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from django.utils import timezone

from irhub.casework.releases import Refused, covered, first_to_come, releases
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.support import actions
from irhub.support.models import Case, Declined, Message
from irhub.support.neutral import NEUTRAL, decline, send_neutral
from irhub.web.background_jobs import jobs
from irhub.web.working_days import working_days_after
from tests.support.factories import PAT, CaseFactory, adviser_of

pytestmark = pytest.mark.django_db
EACH = 200
REASONS = ("capacity", "scope", "conflict")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


def office_hour(lot: random.Random, day: date) -> datetime:
    """Some minute of a working day in the office."""
    return timezone.make_aware(datetime.combine(day, time(9))) + timedelta(minutes=lot.randrange(480))


TAKES: dict[str, Callable[[random.Random, datetime], datetime]] = {
    "conflict": lambda lot, opened: opened + timedelta(minutes=lot.randrange(2, 30)),
    "scope": lambda lot, opened: office_hour(lot, working_days_after(opened.date(), 2)[lot.randrange(2)]),
    "capacity": lambda lot, opened: office_hour(lot, working_days_after(opened.date(), 8)[lot.randrange(8)]),
}
"""When it is decided, by reason: a conflict is seen at once, no time for it after up to eight working days."""


def declined_at_random(seed: int) -> None:
    """So many of each reason, asked at any time of six weeks, and decided after a time that each reason has its own."""
    lot = random.Random(seed)
    first = CaseFactory()
    ada = adviser_of(first.body)
    columns = ("body_id", "programme_id", "theme_id", "client_type", "client_key", "client_name", "channel", "subject")
    usual = {name: getattr(first, name) for name in columns}
    cases = Case.objects.bulk_create(
        Case(**usual, reference=f"test-{number}", opened_at=moment(2, 0) + timedelta(minutes=lot.randrange(42 * 1440)))
        for number in range(EACH * len(REASONS))
    )
    decided = [
        (TAKES[reason](lot, case.opened_at), case, reason) for case, reason in zip(cases, REASONS * EACH, strict=True)
    ]
    for at, case, reason in sorted(decided, key=lambda one: (one[0], one[1].pk)):
        decline(case=case, version=case.version, reason=reason, by=ada, now=at)


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


def run_the_job_until_all_are_told(clock: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the job as the worker does, every ten minutes around ten, and at other hours, at which nothing may go out."""
    while Declined.objects.filter(sent_at=None).exists():
        for minutes in (0, 590, 600, 610, 1020):
            monkeypatch.setattr(timezone, "now", lambda at=clock + timedelta(minutes=minutes): at)
            told = jobs()["helpline-neutral"].does()
            assert minutes == 600 or told.startswith("0 "), (told, minutes)
        clock = timezone.make_aware(timezone.make_naive(clock) + timedelta(days=1))
    monkeypatch.undo()


def minutes_of(rows: Iterable[tuple[str, datetime, datetime]]) -> dict[str, np.ndarray]:
    """From question to release in minutes, by reason."""
    told = list(rows)
    return {
        reason: np.array([(until - opened).total_seconds() / 60 for why, until, opened in told if why == reason])
        for reason in REASONS
    }


PAIRS = (("conflict", "capacity"), ("conflict", "scope"), ("scope", "capacity"))


def test_two_hundred_refusals_of_each_reason_cannot_be_told_apart_by_their_words_or_their_delay(
    monkeypatch, record_property
):
    declined_at_random(3)
    run_the_job_until_all_are_told(moment(2, 0), monkeypatch)
    assert Declined.objects.count() == EACH * len(REASONS)
    assert set(Message.objects.filter(inbound=False).values_list("text", flat=True)) == {NEUTRAL}
    rows = list(Declined.objects.select_related("case"))
    ladder = {row.pk: releases(row.case.opened_at, 2) for row in rows}
    delays = minutes_of((row.reason, row.sent_at, row.case.opened_at) for row in rows)
    beyond = minutes_of((row.reason, row.sent_at, ladder[row.pk][0]) for row in rows)
    found = {pair: tuple(p_value(each[pair[0]], each[pair[1]]) for each in (delays, beyond)) for pair in PAIRS}
    record_property(
        "measured", f"{EACH} refusals of each reason, p of one delay, from question and first release: {found}"
    )
    assert min(min(each) for each in found.values()) > 0.05, found
    late = {reason: np.mean([row.goes > 0 for row in rows if row.reason == reason]) for reason in REASONS}
    assert max(late.values()) - min(late.values()) < 0.05, "late as often for each reason"
    bare = minutes_of((row.reason, ladder[row.pk][row.could], row.case.opened_at) for row in rows)
    assert p_value(bare["conflict"], bare["capacity"]) < 0.01, "it would be seen if nobody waited for others"
    assert p_value(beyond["conflict"] + 1, beyond["scope"]) < 0.01, "one minute would be seen"


def test_where_nobody_decides_late_nobody_waits_for_others_whatever_a_reason_takes():
    found = {"capacity": [Refused(0, 0)] * 50, "scope": [Refused(0, 0)] * 3}
    assert [covered(0, reason, found) for reason in REASONS] == [0, 0, 0]
    found["capacity"] += [Refused(1, 1)] * 50
    assert covered(0, "conflict", {**found, "conflict": [Refused(0, 0)] * 2}) == 1, "half of the others were late"
    assert covered(0, "conflict", {**found, "conflict": [Refused(0, 1), Refused(0, 0)]}) == 0
    assert covered(3, "conflict", found) == 3, "what is decided later goes later still"


def test_what_is_sent_hangs_on_what_the_client_wrote_last_and_on_nothing_else():
    friday = moment(13, 16)
    monday, third = moment(16, 10), moment(19, 10)
    assert releases(friday, 2)[:2] == [moment(17, 10), third]
    assert releases(friday, 2, closed=[monday.date()])[0] == moment(18, 10), "a day on which the hub is closed"
    found = releases(friday, 2)
    assert [first_to_come(found, at) for at in (friday, moment(17, 10), moment(17, 11), third)] == [0, 0, 1, 1]
    case = CaseFactory()
    Message.objects.create(
        body=case.body,
        case=case,
        inbound=True,
        channel="page",
        who="Pat",
        text="And?",
        at=case.opened_at + timedelta(days=20),
    )
    made = decline(case=case, version=case.version, reason="scope", by=adviser_of(case.body))
    assert made.send_at > case.opened_at + timedelta(days=21)


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
