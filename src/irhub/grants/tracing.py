"""One payment, followed back to its call and pot: every step with its day and the names of whoever took it, the last first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from irhub.grants.models import Award
from irhub.grants.money import said
from irhub.grants.payments.models import Payment
from irhub.web.london import local_day
from irhub.web.saying import counted


@dataclass(frozen=True)
class Step:
    """Something that was done: on which day, what, by whom, and in further words. `route`, `number`: where it is looked at; blank if nowhere."""

    on: date | None
    what: str
    who: str
    under: str = ""
    route: str = ""
    number: int = 0


def trace(payment: Payment) -> list[Step]:
    """Every step from the money that came into a pot to what the bank answered, the first first."""
    award = payment.award
    return [
        *_pot(award),
        *_call(award),
        *_application(award),
        *_award(award),
        *_account(payment),
        *_payment(payment),
        *_since(award),
    ]


def names_of(payment: Payment) -> tuple[str, str]:
    """The two names that stand for a payment’s money: who asked and who released. Blank while nobody has."""
    return payment.asked_by, payment.released_by


def _day(at: datetime | date | None) -> date | None:
    return local_day(at) if at is not None else None


def _pot(award: Award) -> Iterator[Step]:
    pot = award.call.pot
    for entry in pot.entries.filter(amount__gt=0, key__startswith="in ").order_by("pk"):
        yield Step(
            _day(entry.at),
            f"{said(entry.amount)} came into the pot “{pot.name}”",
            entry.who,
            entry.why,
            "grant-pot",
            pot.pk,
        )


def _call(award: Award) -> Iterator[Step]:
    for event in award.call.events.order_by("pk"):
        yield Step(_day(event.at), event.what, event.who, award.call.title, "grant-call", award.call_id)


def _application(award: Award) -> Iterator[Step]:
    made = award.application
    yield Step(
        _day(made.begun_at), f"Began application {made.reference}", made.begun_by, made.name, "grant-assess", made.pk
    )
    yield Step(
        _day(made.submitted_at), f"Submitted it, for {said(made.asked)}", made.signed_by, "", "grant-assess", made.pk
    )
    for check in made.checks.filter(by_person=True).order_by("pk"):
        yield Step(_day(check.at), f"Checked: {check.key}, {check.get_result_display().lower()}", check.who, check.says)
    for work in made.assessments.filter(in_at__isnull=False).order_by("pk"):
        yield Step(_day(work.in_at), "Handed in scores", work.email)
    for view in made.views.order_by("pk"):
        yield Step(_day(view.at), "Was for an award" if view.award else "Was against an award", view.who, view.note)
    for one in made.decisions.order_by("pk"):
        much = f": {said(one.amount)}, of the {said(one.limit)} that one may award" if one.amount and one.limit else ""
        yield Step(
            _day(one.decided_at), f"Decided: {one.get_outcome_display().lower()}{much}", one.decided_by, one.feedback
        )


def _award(award: Award) -> Iterator[Step]:
    for entry in award.entries.filter(key="award"):
        yield Step(
            _day(entry.at),
            f"{said(entry.amount)} went from the pot to grant {award.reference}",
            entry.who,
            "",
            "grant-award",
            award.pk,
        )
    if award.grantee_at:
        yield Step(_day(award.grantee_at), "Signed the agreement for the grantee", award.grantee_by)
    if award.funder_at:
        yield Step(_day(award.funder_at), "Signed the agreement for the funder", award.funder_by)


def _account(payment: Payment) -> Iterator[Step]:
    details = payment.details
    if details is None:
        return
    yield Step(
        _day(details.given_at), f"Gave the account of {details.holder}, ending in {details.ending}", details.given_by
    )
    if details.checked_at:
        yield Step(_day(details.checked_at), "Called back about the account", details.checked_by, details.checked_how)
    if details.agreed_at:
        yield Step(_day(details.agreed_at), "Agreed to the account", details.agreed_by)


def _payment(payment: Payment) -> Iterator[Step]:
    """What was done with it, in the order in which that was: its own moves, its file, and the rows of answers of the bank."""
    yield from (step for _, step in sorted(_moments(payment), key=lambda each: each[0]))


def _moments(payment: Payment) -> Iterator[tuple[datetime, Step]]:
    for event in payment.events.order_by("pk"):
        yield event.at, Step(_day(event.at), event.what, event.who, event.text)
    batch = payment.batch
    if batch is not None:
        says = f"{counted(batch.many, 'payments')}, {said(batch.total)} together, SHA-256 {batch.sha256}"
        what = f"Made file {batch.reference} for the bank"
        yield batch.made_at, Step(_day(batch.made_at), what, batch.made_by, says, "grant-batch", batch.pk)
        if batch.sent_at:
            yield (
                batch.sent_at,
                Step(_day(batch.sent_at), "Sent it to the bank", batch.sent_by, "", "grant-batch", batch.pk),
            )
    for line in payment.answers.select_related("answer").order_by("pk"):
        answer = line.answer
        what = f"The bank answered in {answer.name}, row {line.row}: {line.outcome}"
        yield answer.kept_at, Step(_day(answer.kept_at), what, answer.kept_by, line.came_of, "grant-answer", answer.pk)


def _since(award: Award) -> Iterator[Step]:
    for report in sorted(award.reports.all(), key=lambda each: (each.until_on, each.pk)):
        if report.in_at is None:
            continue
        spent = f"Handed in a return: {said(report.spent)} spent"
        yield Step(_day(report.in_at), spent, report.in_by, "", "grant-report", report.pk)
        if report.accepted_at:
            yield Step(
                _day(report.accepted_at), "Accepted that return", report.accepted_by, "", "grant-report", report.pk
            )
    for back in award.repayments.order_by("pk"):
        yield Step(_day(back.asked_at), f"Asked {said(back.amount)} back, {back.reference}", back.asked_by, back.why)
        if back.settled_at:
            yield Step(
                _day(back.settled_at),
                f"{back.get_state_display()}: {said(back.amount)}",
                back.settled_by,
                back.settled_how,
            )
