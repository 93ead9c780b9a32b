"""The lists of this room: applications, and grants."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from irhub.grants.money import said
from irhub.grants.payments.workflows import PaymentState
from irhub.grants.queries import clock_of
from irhub.grants.workflows import ApplicationState, AwardState
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, Where, choice, words_field
from irhub.web.london import local_day


class ApplicationFilters(FilterForm):
    """Which applications somebody looks for."""

    q = words_field("Applicant, project or number")
    state = choice(
        "State",
        [(str(each), str(each.label)) for each in ApplicationState if each != ApplicationState.DRAFT],
        any_of_them="All states",
    )


class AwardFilters(FilterForm):
    """Which grants somebody looks for."""

    q = words_field("Grantee, project or number")
    state = choice("State", [(str(each), str(each.label)) for each in AwardState], any_of_them="All states")


def _due(row: Any) -> str:
    clock = clock_of(row)
    if clock is None or clock.due is None:
        return ""
    return f"{day(clock.due)}{', late' if clock.overdue else ''}"


class PaymentFilters(FilterForm):
    """Which payments somebody looks for."""

    q = words_field("Grantee or number")
    state = choice("State", [(str(each), str(each.label)) for each in PaymentState], any_of_them="All states")


APPLICATIONS: Listing[Any] = Listing(
    name="grant-desk",
    told_apart_by=("reference",),
    caption="Applications, those that wait first",
    noun=("application", "applications"),
    none_at_all="No application can be opened yet.",
    none_fits="No application fits.",
    filters=ApplicationFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Applicant", "Its registered name.", cell=lambda row: Cell(row.name, href=reverse("grant-assess", args=[row.pk]), under=row.title), order=("name",), heads=True),
        Column("title", "Project", "Its title.", where=Where.FILES),
        Column("reference", "Reference", "The number of the application.", order=("reference",)),
        Column("call", "Call", "To which it applies.", value=lambda row: row.call.title, order=("call__title",)),
        Column("asked", "Asked for", "In pounds.", value=lambda row: row.asked / 100, cell=lambda row: Cell(said(row.asked)), order=("asked",), numeric=True),
        Column("submitted", "Submitted", "The day on which it was submitted.", value=lambda row: local_day(row.submitted_at), order=("submitted_at",)),
        Column("state", "State", "How far it is.", value=lambda row: str(row.get_state_display()), order=("state",)),
        Column("due", "This step by", "The last day of the step at which it stands, in working days.", value=_due),
    ),
)  # fmt: skip

AWARDS: Listing[Any] = Listing(
    name="grant-awards",
    told_apart_by=("reference",),
    caption="Grants, the newest first",
    noun=("grant", "grants"),
    none_at_all="No grant was awarded yet.",
    none_fits="No grant fits.",
    filters=AwardFilters,
    look="irhub-stacked",
    columns=(
        Column("name", "Grantee", "Its registered name.", cell=lambda row: Cell(row.name, href=reverse("grant-award", args=[row.pk]), under=row.application.title), order=("name",), heads=True),
        Column("reference", "Reference", "The number of the grant.", order=("reference",)),
        Column("call", "Call", "From which it came.", value=lambda row: row.call.title, order=("call__title",)),
        Column("granted", "Awarded", "In pounds.", value=lambda row: row.granted / 100, cell=lambda row: Cell(said(row.granted)), order=("granted",), numeric=True),
        Column("left", "Not paid yet", "In pounds.", value=lambda row: row.amount / 100, cell=lambda row: Cell(said(row.amount)), order=("amount",), numeric=True),
        Column("on", "Awarded on", "The day of the award.", value=lambda row: row.granted_on, cell=lambda row: Cell(day(row.granted_on)), order=("granted_on",), falls=True),
        Column("state", "State", "How far it is.", value=lambda row: str(row.get_state_display()), order=("state",)),
    ),
)  # fmt: skip

PAYMENTS: Listing[Any] = Listing(
    name="grant-payments",
    told_apart_by=("reference",),
    caption="Payments of grants, those that are not paid first",
    noun=("payment", "payments"),
    none_at_all="No payment is planned yet.",
    none_fits="No payment fits.",
    filters=PaymentFilters,
    look="irhub-stacked",
    columns=(
        Column("grantee", "Grantee", "Its registered name.", value=lambda row: row.award.name, cell=lambda row: Cell(row.award.name, href=reverse("grant-payment", args=[row.pk]), under=row.what), order=("award__name",), heads=True),
        Column("reference", "Reference", "The number of the payment.", order=("reference",)),
        Column("grant", "Grant", "Of which it is an instalment.", value=lambda row: row.award.reference, order=("award__reference",)),
        Column("amount", "Amount", "In pounds.", value=lambda row: row.amount / 100, cell=lambda row: Cell(said(row.amount)), order=("amount",), numeric=True),
        Column("due", "Due on", "The day on which it is due.", value=lambda row: row.due_on, cell=lambda row: Cell(day(row.due_on)), order=("due_on",)),
        Column("state", "State", "How far it is.", value=lambda row: str(row.get_state_display()), order=("state",)),
        Column("asked_by", "Asked for by", "Who asked for it.", where=Where.FILES),
        Column("released_by", "Released by", "Who released it: another person.", where=Where.FILES),
        Column("paid", "Paid on", "By the bank’s answer.", value=lambda row: row.paid_on or "", cell=lambda row: Cell(day(row.paid_on) if row.paid_on else ""), order=("paid_on",)),
    ),
)  # fmt: skip
