"""What grantee and funder tell when a grant closes: results with how well each is known, and lessons. One transaction and one event each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from irhub.accounts.audit import name_of, record
from irhub.accounts.models import Membership
from irhub.grants.applying import PEOPLE
from irhub.grants.learning.measures import measure
from irhub.grants.learning.models import Again, Grade, GrantLesson, GrantResult
from irhub.grants.models import Award
from irhub.grants.workflows import NOT_ACCEPTED
from irhub.web.errors import ActionRefused

_FUNDERS_OWN = (Grade.SEEN, Grade.CONFIRMED)
_NO_PEOPLE = "Leave people out: this holds an e-mail address or a National Insurance number."


def can_tell(award: Award) -> bool:
    """Whether results of a grant can be told: once both signed its agreement."""
    return award.state not in NOT_ACCEPTED


@transaction.atomic
def tell_result(award: Award, *, by: Membership, **told: Any) -> GrantResult:
    """Tell a result of a grant, in place of what the same side told of this measure before.

    Raises ActionRefused before both signed, for more than the whole, a whole without words, a grade that a grantee cannot give, or people's addresses.
    """
    _refuse(award, told)
    mine = _by_grantee(award, by)
    if measure(told["measure"]) is None:
        raise ActionRefused("Choose what you count.", "measure")
    if told["out_of"] is not None and told["out_of"] < told["many"]:
        raise ActionRefused("The whole must not be below what you count of it.", "out_of")
    if told["out_of"] is not None and not told["of_what"]:
        raise ActionRefused("Say who or what the whole is, such as: workers who took part.", "of_what")
    if mine and told["grade"] in _FUNDERS_OWN:
        raise ActionRefused("The funder says so, once it has seen a record or somebody else confirmed it.", "grade")
    if told["grade"] in _FUNDERS_OWN and not told["seen"]:
        raise ActionRefused("Say what was seen, or who confirmed it.", "seen")
    GrantResult.objects.filter(award=award, measure=told["measure"], by_grantee=mine).delete()
    made = GrantResult.objects.create(
        body_id=award.body_id, award=award, applicant_id=award.applicant_id, by_grantee=mine, who=name_of(by), at=timezone.now(), **told
    )  # fmt: skip
    record(
        "told a result of a grant",
        by=by,
        about=f"grant/{award.reference}",
        measure=made.measure,
        many=made.many,
        grade=made.grade,
    )
    return made


@transaction.atomic
def remove_result(result: GrantResult, *, by: Membership) -> None:
    """Remove a result that one's own side told. Raises ActionRefused for the other's."""
    if result.by_grantee != _by_grantee(result.award, by):
        raise ActionRefused("The other side told this: ask it to remove it.")
    result.delete()
    record("removed a result of a grant", by=by, about=f"grant/{result.award.reference}", measure=result.measure)


@transaction.atomic
def tell_lesson(award: Award, *, by: Membership, **told: Any) -> GrantLesson:
    """Tell what was learned of a grant. Raises ActionRefused before both signed, for changes without words, or people's addresses."""
    _refuse(award, told)
    if told["again"] == Again.CHANGED and not told["otherwise"]:
        raise ActionRefused("Say what you would do otherwise.", "otherwise")
    made = GrantLesson.objects.create(
        body_id=award.body_id, award=award, applicant_id=award.applicant_id, by_grantee=_by_grantee(award, by), who=name_of(by), at=timezone.now(),
        **told,
    )  # fmt: skip
    record("told what was learned of a grant", by=by, about=f"grant/{award.reference}", again=made.again)
    return made


def _by_grantee(award: Award, by: Membership) -> bool:
    """Whether somebody speaks for the grantee; else for the funder. Raises ActionRefused for who is neither."""
    if by.body_id not in (award.applicant_id, award.body_id):
        raise ActionRefused("Grantee and funder alone tell of a grant.")
    return bool(by.body_id == award.applicant_id)


def _refuse(award: Award, told: Mapping[str, Any]) -> None:
    if not can_tell(award):
        raise ActionRefused("Results are told once both have signed the agreement.")
    for key, words in told.items():
        if isinstance(words, str) and PEOPLE.search(words):
            raise ActionRefused(_NO_PEOPLE, key)
