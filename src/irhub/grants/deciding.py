"""A panel without interest decides on an application, within the pot and the authority of whoever decides; another panel hears an appeal."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.grants.guarding import refuse_near
from irhub.grants.letters import agreement_of, decision_letter, tell_applicant, tell_decision
from irhub.grants.models import Application, Award, Decision
from irhub.grants.money import back_to_pot, limit_of, refuse_beyond, said, to_award
from irhub.grants.panels.models import Interest, View
from irhub.grants.panels.sitting import Panel, panel_of
from irhub.grants.sheet import FOR_IT, IN_WORDS, line_of
from irhub.grants.workflows import ApplicationState
from irhub.web.errors import ActionRefused

_WHY = "a grantee acts for another body than the one that runs the call, and money moves by the ledger alone"


@transaction.atomic
def declare_interest(application: Application, *, note: str, version: int, by: Membership) -> Interest:
    """Declare what connects oneself with an applicant: one is kept out of the application for good. Raises ActionRefused the second time."""
    if not note.strip():
        raise ActionRefused("Say what connects you with the applicant.", "note")
    moved = move(application, "declare an interest", by=by, version=version)
    try:
        with transaction.atomic():
            return Interest.objects.create(
                body_id=moved.body_id, application=moved, person_id=by.person_id, note=note.strip(), who=name_of(by)
            )
    except IntegrityError as problem:
        raise ActionRefused("You declared your interest already.", "note") from problem


@transaction.atomic
def give_view(
    application: Application, *, award: bool, note: str, no_interest: bool, version: int, by: Membership
) -> View:
    """Say as a member of the panel whether a grant should be awarded, with a note.

    Raises ActionRefused from somebody who is not on the panel, has an interest, scored or checked it, or gave a view already; on appeal also
    from who had a part in the first decision.
    """
    _may_decide(panel_of(application), no_interest, by)
    if not note.strip():
        raise ActionRefused("Say why in a few words.", "note")
    on_appeal = application.state == "appeal"
    moved = move(application, "give a view", by=by, version=version)
    try:
        with transaction.atomic():
            return View.objects.create(
                body_id=moved.body_id,
                application=moved,
                person_id=by.person_id,
                on_appeal=on_appeal,
                award=award,
                note=note.strip(),
                who=name_of(by),
            )
    except IntegrityError as problem:
        raise ActionRefused("You gave your view already.", "note") from problem


def letter_of(application: Application, *, outcome: str, amount: int | None, feedback: str) -> str:
    """The letter that a decision would send."""
    return decision_letter(
        application, outcome=outcome, amount=amount, feedback=feedback, on_appeal=application.state == "appeal"
    )  # fmt: skip


@transaction.atomic
def decide(
    application: Application, *, version: int, outcome: str, amount: int | None, feedback: str, no_interest: bool, by: Membership,
    against: str = "", recommended: str | None = None,
) -> Decision:  # fmt: skip
    """Decide on an application, or on an appeal, and send the letter, which is kept as it was sent. `amount`: pence of an award; `against`: why,
    if it goes against what the sheet recommends; `recommended`: that, where it was worked out already.

    Raises ActionRefused without a quorum of views, one’s own among them; from somebody with an interest or a part in it; beyond what was
    asked for, what one may award, or what is left in the pot; without feedback; and without a reason against what is recommended.
    """
    on_appeal = application.state == "appeal"
    name = f"{'on appeal' if on_appeal else 'decide'}: {outcome}"
    check_move(application, name, by=by)
    panel = panel_of(application)
    _may_decide(panel, no_interest, by)
    if not feedback.strip():
        raise ActionRefused("Write the feedback that the applicant reads.", "feedback")
    views = panel.views
    if not panel.gave(by):
        raise ActionRefused("Give your own view first.")
    if len(views) < panel.quorum:
        raise ActionRefused(f"{len(views)} of at least {panel.quorum} people have given their view.")
    awarded = outcome == ApplicationState.AWARDED
    refuse_amount(application, amount if awarded else None, awarded, by)
    _as_recommended(application, outcome, against, recommended)
    minority = "\n".join(f"{each.who}: {each.note}" for each in views if each.award != (outcome in FOR_IT))
    amount = amount if awarded else None
    letter = letter_of(application, outcome=outcome, amount=amount, feedback=feedback)
    moved = move(application, name, by=by, version=version, columns={"decided_at": timezone.now()})
    decision = Decision.objects.create(
        body_id=moved.body_id, application=moved, outcome=outcome, on_appeal=on_appeal, amount=amount,
        limit=limit_of(moved.call.pot, by) if awarded else None, feedback=feedback.strip(), minority=minority,
        against=against.strip(), letter=letter,
        decided_by=name_of(by),
    )  # fmt: skip
    if amount:
        _award(moved, amount, by)
    tell_decision(decision)
    return decision


def _may_decide(panel: Panel, no_interest: bool, by: Membership) -> None:
    if not no_interest:
        raise ActionRefused(
            "Somebody who has an interest does not decide: confirm that you have none, or ask a colleague.",
            "no_interest",
        )
    if why := panel.refusal(by):
        raise ActionRefused(why)


def _as_recommended(application: Application, outcome: str, against: str, recommended: str | None) -> None:
    advised = line_of(application).recommended if recommended is None else recommended
    if advised and outcome != advised and not against.strip():
        raise ActionRefused(f"The sheet recommends otherwise ({IN_WORDS[advised].lower()}): say why.", "against")


def refuse_amount(application: Any, amount: int | None, awarded: bool, by: Membership) -> None:
    """Raises ActionRefused for an award of nothing, of other than the call gives and was asked for, or beyond what one may award and the pot has."""
    if not awarded:
        return
    if not amount:
        raise ActionRefused("Enter how much is awarded.", "amount")
    if amount > application.asked:
        raise ActionRefused(f"{said(application.asked)} was asked for: no more can be awarded.", "amount")
    if amount < application.call.least:
        raise ActionRefused(f"The call gives {said(application.call.least)} or more.", "amount")
    refuse_beyond(application.call.pot, amount, by)


def _award(application: Application, amount: int, by: Membership) -> None:
    """Make the award, and move its money. The ledger locks the pot: of two awards at once the second finds what the first left."""
    with system_access(_WHY):
        award = begin(
            Award(
                body_id=application.body_id, application=application, call=application.call, applicant_id=application.applicant_id,
                name=application.name, granted=amount, asked=application.asked, granted_on=localdate(),
                agreement=agreement_of(application, amount),
            ),
            by=by, told="offered a grant",
        )  # fmt: skip
        to_award(award, by=by)


@transaction.atomic
def sign_as_grantee(award: Award, *, version: int, signed_by: str, by: Membership) -> Award:
    """Sign the agreement for the grantee. `signed_by`: name and position of somebody with authority."""
    with system_access(_WHY):
        return move(award, "sign as grantee", by=by, version=version, columns={"grantee_by": signed_by})


@transaction.atomic
def sign_as_funder(award: Award, *, version: int, by: Membership) -> Award:
    """Sign it for the funder: the grant takes effect. Raises ActionRefused from whoever alone decided on the award,
    and from whoever does not act for the funder."""
    check_move(award, "sign as funder", by=by)
    refuse_near(award.application, by)
    decided = award.application.decisions.filter(outcome="awarded").latest("pk")
    if decided.decided_by.lower() == by.person.email.lower():
        raise ActionRefused("You decided on this award: a colleague signs the agreement.")
    with system_access(_WHY):
        moved = move(award, "sign as funder", by=by, version=version)
        tell_applicant(award.application, "agreed", f"Grant {award.reference}: the agreement is signed", [
            f"both have signed the agreement about {said(award.granted)}. It takes effect today.",
        ])  # fmt: skip
    return moved


@transaction.atomic
def withdraw_offer(award: Award, *, version: int, reason: str, by: Membership) -> Award:
    """Withdraw the offer of a grant before both have signed, with a reason that the applicant reads: its money is back in the pot."""
    check_move(award, "withdraw", by=by, reason=reason)
    refuse_near(award.application, by)
    with system_access(_WHY):
        moved = move(award, "withdraw", by=by, version=version, reason=reason)
        back_to_pot(moved, why=f"Withdrawn: {reason.strip()}", by=by)
        tell_applicant(award.application, f"offer-withdrawn-{award.pk}", f"Grant {award.reference}: we withdraw the offer", [
            f"we withdraw the offer of a grant of {said(award.granted)} for “{award.application.title}”.", f"Why: {reason.strip()}",
        ])  # fmt: skip
    moved.refresh_from_db()
    return moved


@transaction.atomic
def decline(award: Award, *, version: int, by: Membership) -> Award:
    """Decline a grant that was offered: its money is back in the pot."""
    with system_access(_WHY):
        moved = move(award, "decline", by=by, version=version)
        back_to_pot(moved, why="Declined", by=by)
    moved.refresh_from_db()
    return moved
