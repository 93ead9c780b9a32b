"""The lists of appointments and of the lines of a month."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localtime

from irhub.legal_advice.invoices import Line, Listed
from irhub.legal_advice.models import Appointment
from irhub.legal_advice.workflows import AppointmentState
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice, of_month, words_field
from irhub.web.london import LONDON


class AppointmentFilters(FilterForm):
    """Which appointments somebody asks for."""

    words = words_field("Name, number or reference")
    state = choice("State", AppointmentState.choices, any_of_them="All states")


def _reference(row: Appointment) -> Cell:
    return Cell(row.reference, href=reverse("legal-appointment", args=[row.reference]))


def _client(row: Appointment) -> Cell:
    return Cell(
        row.client_name, href=reverse("legal-client", args=[row.entitlement.reference]), under=row.client_key
    )  # fmt: skip


def _starts(row: Appointment) -> str:
    return f"{localtime(row.starts_at, LONDON):%-d %B %Y, %H:%M}"


APPOINTMENTS: Listing[Appointment] = Listing(
    name="legal-desk",
    told_apart_by=("reference",),
    caption="Appointments, the latest first",
    noun=("appointment", "appointments"),
    none_at_all="Nobody has booked a lawyer yet.",
    none_fits="No appointment fits what you ask for.",
    filters=AppointmentFilters,
    look="irhub-stacked",
    sort="starts",
    counts_to=10_000,
    columns=(
        Column("reference", "Reference", "Its reference.", value=lambda row: row.reference, cell=_reference, order=("reference",), heads=True),
        Column("client", "Client", "Who asks for advice.", value=lambda row: row.client_name, cell=_client, order=("client_name",)),
        Column("starts", "When", "When it begins, in London.", value=lambda row: localtime(row.starts_at, LONDON),
               cell=lambda row: Cell(_starts(row)), order=("starts_at",), falls=True),
        Column("scheme", "Scheme", "Under which scheme.", value=lambda row: row.scheme.name, order=("scheme__name",)),
        Column("state", "State", "How far it is.", value=lambda row: row.get_state_display(), order=("state",)),
    ),
)  # fmt: skip


def _month(row: Listed) -> Cell:
    address = reverse("legal-invoice", args=[row.scheme.pk, row.firm.pk, f"{row.first:%Y-%m}"])
    return Cell(f"{row.first:%B %Y}", href=address)


def _invoice(row: Listed) -> str:
    return row.invoice.reference if row.invoice else "Not closed"


MONTHS: Listing[Listed] = Listing(
    name="legal-invoices",
    caption="Months, the newest first",
    noun=("month", "months"),
    none_at_all="There is no month yet.",
    none_fits="There is no month yet.",
    told_apart_by=("month", "scheme", "firm"),
    look="irhub-stacked",
    columns=(
        of_month("month", "Month", "The month.", lambda row: row.first, cell=_month, by=lambda row: row.first, falls=True, heads=True),
        Column("scheme", "Scheme", "Under which scheme.", value=lambda row: row.scheme.name, by=lambda row: row.scheme.name),
        Column("firm", "Law firm", "Which firm advised.", value=lambda row: row.firm.name, by=lambda row: row.firm.name),
        Column("minutes", "Minutes", "Minutes that the firm is owed, with goodwill and corrections.", value=lambda row: row.billed, by=lambda row: row.billed, falls=True, numeric=True),
        Column("invoice", "Invoice", "Its reference, once the month is closed.", value=_invoice, by=_invoice),
    ),
)  # fmt: skip

LINES: Listing[Line] = Listing(
    name="legal-invoice",
    told_apart_by=("number",),
    caption="Minutes by client",
    noun=("client", "clients"),
    none_at_all="No call of this month is confirmed yet.",
    none_fits="No call of this month is confirmed yet.",
    look="irhub-stacked",
    columns=(
        Column("client", "Client", "Who was advised.", value=lambda row: row.client_name, by=lambda row: row.client_name, heads=True),
        Column("number", "Number", "CQC provider id, or code of the council.", value=lambda row: row.client_key, by=lambda row: row.client_key),
        of_month("month", "Month", "In which the calls began, or a correction was agreed to: an earlier one where it came late.", lambda row: row.month, by=lambda row: row.month),
        Column("calls", "Calls", "Confirmed calls.", value=lambda row: row.calls, by=lambda row: row.calls, falls=True, numeric=True),
        Column("minutes", "Minutes", "Taken from the entitlement; a minute that was begun counts whole.", value=lambda row: row.minutes, by=lambda row: row.minutes, falls=True, numeric=True),
        Column("goodwill", "Goodwill", "Minutes beyond the entitlement.", value=lambda row: row.goodwill, by=lambda row: row.goodwill, falls=True, numeric=True),
        Column("corrected", "Corrected", "Minutes by corrections of calls, either way.", value=lambda row: row.corrected, by=lambda row: row.corrected, falls=True, numeric=True),
        Column("billed", "In all", "Minutes that the firm is owed: minutes, goodwill and corrections.", value=lambda row: row.billed, by=lambda row: row.billed, falls=True, numeric=True),
    ),
)  # fmt: skip
