"""What the access test puts into addresses and forms: a line for each, so that a room adds its own without touching others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts import actions, advice, provider_requests
from irhub.accounts.models import AdviceRegistration, Body
from irhub.accounts.roles import Role
from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.checker.models import Proposal
from irhub.continuity.models import Plan
from irhub.indicators.models import Signal
from irhub.notify.preferences import stop_address
from irhub.organisations.models import Member, Organisation
from irhub.places import councils_in, partnerships, regions
from irhub.registers.models import Edition, LocationSpan, SponsorSpan
from irhub.support.models import Case
from tests.checker.editors import draft
from tests.factories import (
    CODE,
    AbsenceFactory,
    ChallengeFactory,
    ContractLineFactory,
    MembershipFactory,
    MessageFactory,
    PersonFactory,
    PlanFactory,
    PreferenceFactory,
    SavedCaseFactory,
    SignalFactory,
    StatementFactory,
)
from tests.guidance.factories import VersionFactory
from tests.legal_advice import owned
from tests.programmes.factories import ProgrammeFactory, SchemeFactory
from tests.support.factories import PAT, CaseFactory, secret_of_enquiry
from tests.support.factories import programme_of as helpline_of
from tests.webinars.factories import (
    CertificateFactory,
    ConnectionFactory,
    LogFactory,
    QuestionFactory,
    SessionFactory,
    SlidesFactory,
)

POSTED = frozenset(
    [
        "away-take-back",
        "body-close",
        "body-invite",
        "body-rename",
        "case-delete",
        "choose-role",
        "colleague-back",
        "columns",
        "guidance-move",
        "guidance-renew",
        "job-run",
        "legal-cancel",
        "legal-check",
        "legal-close",
        "legal-confirm",
        "legal-missed",
        "legal-series-end",
        "legal-start",
        "legal-stop",
        "legal-take-back",
        "legal-time-back",
        "legal-typed",
        "mail-again",
        "mail-now",
        "my-providers-alerts",
        "my-providers-take-back",
        "my-providers-upload",
        "people-advice-end",
        "people-end",
        "people-invite",
        "people-withdraw",
        "plan-add",
        "plan-close",
        "plan-open",
        "plan-reopen",
        "plan-step",
        "proposal-approve",
        "proposal-decline",
        "programme-open",
        "programme-remove",
        "proposal-take-back",
        "provider-approve",
        "provider-refuse",
        "review-blind",
        "review-undo",
        "scheme-publish",
        "signal-task",
        "statement",
        "webinar-attendance-reopen",
        "webinar-attendance-settle",
        "webinar-booking-cancel",
        "webinar-cancel",
        "support-writing",
        "webinar-confirm",
        "webinar-hold",
        "webinar-log",
        "webinar-log-undo",
        "webinar-publish",
        "webinar-question-add",
        "webinar-question-remove",
        "webinar-recording",
        "webinar-slides-add",
        "webinar-slides-remove",
        "webinar-take",
        "webinar-unbooked",
        "webinar-unsettle",
        "webinar-write",
    ]
)
"""Routes that take only what is posted."""

SENT: dict[str, dict[str, str]] = {
    "plan-add": {"title": "Ring the families"},
    "plan-close": {"learned": "Everybody is looked after", "version": "1"},
    "plan-step": {"version": "1", "note": "Rung"},
}
"""What a form sends, where a page refuses one that is blank."""

ASKED = {"case-save": "checker=right-to-work&want=penalty"}
"""What an address asks for, where a page is not there without it."""

PUBLIC_GAPS = {"code", "key", "kind", "organisation_id", "provider_id", "rule", "sponsor_key", "topic"}
"""What addresses may name that is nobody's own: what stands in public registers, in the rulebook, or in the code."""

SHARED = {"challenge", "proposal", "row-people", "statement"}
"""Routes that name what is of no body alone: whoever holds the role in any body answers it."""


@dataclass(frozen=True)
class Owner:
    """Somebody whose things are tried: the body for which they act, and their address."""

    body: Body
    email: str


def pair_near(code: str) -> tuple[str, str] | None:
    """A provider in the place of a body, and a sponsor."""
    near = {code} | {council.code for known in partnerships() if known.slug == code for council in councils_in(known)}
    spans = LocationSpan.objects.filter(Q(council_code__in=near) | Q(provider_id=code)).order_by("provider_id")
    span = spans.first() or LocationSpan.objects.order_by("provider_id").first()
    sponsor = SponsorSpan.objects.filter(until=None).order_by("sponsor_key").first()
    return (span.provider_id, sponsor.sponsor_key) if span and sponsor else None


def pair_of(owner: Owner) -> dict[str, object]:
    """A pair that concerns the place of a body."""
    provider, sponsor = pair_near(owner.body.place_code) or ("", "")
    return {"provider_id": provider, "sponsor_key": sponsor}


def programme_of(owner: Owner) -> dict[str, object]:
    """A programme of a body, and a part of it."""
    made = ProgrammeFactory(body=owner.body, name=f"Hub of body {owner.body.pk}")
    return {"slug": made.slug, "what": "hours", "kind": "themes", "number": made.themes.get(code="salary").pk}


def scheme_of(owner: Owner) -> dict[str, object]:
    """A scheme of a programme of a body."""
    made = SchemeFactory(body=owner.body, programme__name=f"Hub of body {owner.body.pk}")
    return {"number": made.pk, "what": "draft"}


def organisation_near(owner: Owner) -> Organisation:
    """The provider that a body is, or any."""
    provider, _ = pair_near(owner.body.place_code) or ("", "")
    return Member.objects.get(register="cqc_locations", entity_key=provider).organisation


def signal_about(owner: Owner) -> dict[str, object]:
    """A signal about the provider that a body is, or about any."""
    organisation = organisation_near(owner)
    if not Signal.objects.filter(organisation=organisation, code=CODE).exists():
        SignalFactory(organisation=organisation)
    return {"organisation_id": organisation.pk, "code": CODE}


def case_of(owner: Owner) -> dict[str, object]:
    """A case that a person keeps."""
    return number(SavedCaseFactory(saved_by=owner.email))


def proposal_of(owner: Owner) -> dict[str, object]:
    """A change of the rules that a person has proposed."""
    drafted = draft(Kind.CORRECT, "FEE-13", value="612")
    made = Proposal.objects.create(
        kind=Kind.CORRECT, rule="FEE-13", document=drafted.document, reason=drafted.reason, proposed_by=owner.email,
        proposed_as="rules editor", proposed_at=timezone.now(),
    )  # fmt: skip
    return {"number": made.pk}


def passkey_of(owner: Owner) -> dict[str, object]:
    """A passkey of a person."""
    credential = {"name": "Key", "credential": {}, "passwordless": False}
    made = Authenticator.objects.create(
        user=PersonFactory(email=owner.email), type=Authenticator.Type.WEBAUTHN, data=credential
    )
    return {"pk": made.pk}


def asked(place: Body) -> int:
    """The number of a request that waits for a body."""
    told = {
        "provider_id": "1-123456",
        "provider_name": "Quillmoor Care",
        "name": "Pat",
        "email": f"{place.pk}@example.org",
    }
    return provider_requests.ask(place, **told).pk


def plan_of(place: Body) -> Plan:
    """An open plan of the body, about an organisation that is made for it."""
    found = Plan.objects.filter(body=place, closed_at=None).first()
    return found or PlanFactory(
        organisation__id=f"for{place.pk}", organisation__entity_key=f"for {place.pk}",
        membership__person__email=f"planner-of-{place.pk}@example.org", membership__body=place,
    )  # fmt: skip


def helpline_case_of(hub: Body) -> Case:
    """A case of the helpline that a body runs; of another body, of the usual hub."""
    found = Case.objects.filter(body=hub).first()
    return found or CaseFactory(body=hub, contact=PAT)


def question_of(client: Body) -> str:
    """What a body asked the helpline, by its reference."""
    told = {
        "client_type": "council" if client.kind == "council" else "provider",
        "client_key": client.place_code or f"none-{client.pk}",
        "client_name": client.name,
    }
    return str(CaseFactory(**told))


def call_of(hub: Body) -> dict[str, object]:
    """A call of a provider to the helpline of a body."""
    return {"slug": helpline_case_of(hub).programme.slug, "kind": "provider"}


def registration_of(place: Body) -> AdviceRegistration:
    return advice.add_registration(place, advice.AUTHORITY, "N202600001", 1, localdate(), by="test")


def absence_of(owner: Owner) -> dict[str, object]:
    """An absence of a person, in a role that has ended: it opens nothing for those who hold none."""
    away = MembershipFactory(person__email=owner.email, body=owner.body, role=Role.VIEWER, until=localdate())
    return number(AbsenceFactory(body=owner.body, membership=away))


def number(made: Model) -> dict[str, object]:
    """What fills an address that names a thing by its number."""
    return {"number": made.pk}


def named_by_lot(made: Any) -> dict[str, object]:
    """What fills an address that names a thing by its reference."""
    return {"reference": made.reference}


THINGS: dict[str, Callable[[Owner], dict[str, object]]] = {
    "away-take-back": absence_of,
    "case": case_of,
    "colleague-away": lambda owner: number(
        MembershipFactory(
            person__email=f"one-of-{owner.body.pk}@example.org",
            body=owner.body,
            role=Role.ADVISER if owner.body.kind == "delivery partner" else Role.VIEWER,
        )
    ),
    "colleague-back": absence_of,
    "case-delete": case_of,
    **dict.fromkeys(
        ("guidance-edit", "guidance-move", "guidance-renew", "guidance-version"),
        lambda owner: number(VersionFactory(body=owner.body)),
    ),
    **dict.fromkeys(
        ("legal-appointment", "legal-calendar", "legal-cancel", "legal-move"),
        lambda owner: named_by_lot(owned.appointment_of(owner.body)),
    ),
    **dict.fromkeys(
        ("legal-call", "legal-check", "legal-start", "legal-stop", "legal-confirm", "legal-typed", "legal-missed"),
        lambda owner: named_by_lot(owned.booking_of(owner.body)),
    ),
    "legal-client": lambda owner: named_by_lot(owned.entitlement_of(owner.body)),
    "legal-close": lambda owner: owned.month_of(owner.body),
    "legal-decide": lambda owner: named_by_lot(owned.correction_of(owner.body)),
    "legal-invoice": lambda owner: owned.month_of(owner.body),
    "legal-series-end": lambda owner: number(owned.series_of(owner.body)),
    "legal-take-back": lambda owner: named_by_lot(owned.correction_of(owner.body, owner.email)),
    "legal-time-back": lambda owner: named_by_lot(owned.slot_of(owner.body)),
    "mfa_remove_webauthn": passkey_of,
    "my-providers-line": lambda owner: number(ContractLineFactory(contract_list__body=owner.body)),
    "people-advice-end": lambda owner: number(registration_of(owner.body)),
    "people-end": lambda owner: number(
        MembershipFactory(person__email=f"one-of-{owner.body.pk}@example.org", body=owner.body, role=Role.VIEWER)
    ),
    "people-withdraw": lambda owner: number(actions.invite(owner.body, Role.VIEWER, "guest@example.org", by="test")[0]),
    **dict.fromkeys(("plan", "plan-add", "plan-close", "plan-reopen"), lambda owner: number(plan_of(owner.body))),
    "plan-step": lambda owner: number(plan_of(owner.body).steps.first()),
    **dict.fromkeys(
        ("programme", "programme-change", "programme-open", "programme-remove", "scheme-add"), programme_of
    ),
    **dict.fromkeys(("scheme", "scheme-change", "scheme-publish"), scheme_of),
    "proposal-approve": proposal_of,
    "proposal-decline": proposal_of,
    "proposal-take-back": proposal_of,
    "provider-approve": lambda owner: {"number": asked(owner.body)},
    "provider-refuse": lambda owner: {"number": asked(owner.body)},
    "review-pair": pair_of,
    "signal-challenge": signal_about,
    "signal-reply": signal_about,
    **dict.fromkeys(
        (
            "webinar-session",
            "webinar-edit",
            "webinar-publish",
            "webinar-hold",
            "webinar-cancel",
            "webinar-recording",
            "webinar-slides-add",
            "webinar-question-add",
            "webinar-people",
            "webinar-attendance",
            "webinar-log",
            "webinar-tick",
            "webinar-attendance-settle",
            "webinar-attendance-reopen",
            "webinar-certificates",
            "webinar-write",
        ),
        lambda owner: number(SessionFactory(body=owner.body)),
    ),
    **dict.fromkeys(
        ("webinar-connection", "webinar-unbooked", "webinar-unsettle"),
        lambda owner: number(ConnectionFactory(session__body=owner.body)),
    ),
    "webinar-reach": lambda owner: {"slug": SessionFactory(body=owner.body).programme.slug},
    "webinar-counts": lambda owner: {
        "slug": ProgrammeFactory(name=f"Paid by {owner.body.name}"[:60], commissioned_by=owner.body, open=True).slug
    },
    "webinar-certificate-correct": lambda owner: number(
        CertificateFactory(booking__session=SessionFactory(body=owner.body, published=True))
    ),
    "webinar-log-undo": lambda owner: number(LogFactory(session__body=owner.body)),
    "webinar-slides-remove": lambda owner: number(SlidesFactory(session__body=owner.body)),
    "webinar-question-remove": lambda owner: number(QuestionFactory(session__body=owner.body)),
    **dict.fromkeys(("support-case", "support-writing"), lambda owner: named_by_lot(helpline_case_of(owner.body))),
    "support-do": lambda owner: named_by_lot(helpline_case_of(owner.body)) | {"what": "note"},
    "support-part": lambda owner: (
        named_by_lot(helpline_case_of(owner.body)) | {"kind": "contact", "nth": 1, "what": "change"}
    ),
    "support-safeguarding": lambda owner: {"slug": call_of(owner.body)["slug"]},
    "support-call": lambda owner: call_of(owner.body) | {"key": pair_of(owner)["provider_id"]},
    "help-question": lambda owner: {"reference": question_of(owner.body)},
}
"""For each address of which not any thing may be opened: makes one of an owner, and gives what fills the address."""


def held_by_everybody(at: Owner) -> dict[str, Callable[[], dict[str, object]]]:
    """For addresses of which any thing may be opened: one that is there, by route; `""` for those without a line of their own."""
    partnership = next(known for known in partnerships())
    edition = Edition.objects.filter(register="home_office_sponsors").order_by("-date").first()
    row = {"register": edition.register, "day": edition.date.isoformat(), "line": 3}
    usual = {
        "area": "councils", "audience": "provider", "slug": "leeds", "checker": "sponsor", "name": "summary.txt", "job": "tidy",
        "key": min(current().sources), "kind": "correct", "uidb36": "a", "rule": "FEE-13", "topic": "licence_fee", "number": at.body.pk,
        **pair_of(at), **row,
    }  # fmt: skip
    return {
        "": lambda: usual | signal_about(at),
        "partnership": lambda: {"slug": partnership.slug},
        "region": lambda: {"slug": regions()[0].slug},
        "invitation": lambda: {"secret": actions.invite(at.body, Role.VIEWER, "new@example.org", by="test")[1]},
        "proposal": lambda: proposal_of(at),
        "challenge": lambda: number(ChallengeFactory(organisation=organisation_near(at), body=at.body)),
        "statement": lambda: number(StatementFactory(organisation=organisation_near(at), body=at.body)),
        "stop-mail": lambda: {
            "token": stop_address(PreferenceFactory(person__email="told@example.org", body=at.body)).split("/")[-2]
        },
        **dict.fromkeys(
            ("guidance-page", "guidance-history", "guidance-past"),
            lambda: {"page": VersionFactory(state="published").page.slug, "number": 1},
        ),
        "mail-again": lambda: number(MessageFactory(state="failed")),
        "rules-schema": lambda: {"name": "answer-1"},
        **dict.fromkeys(("help-ask", "help-worker"), lambda: {"slug": helpline_of().slug}),
        "help-thread": lambda: {"key": CaseFactory(contact=PAT).contacts.get().key},
        "help-confirm": lambda: {"secret": secret_of_enquiry()},
        "edition-decide": lambda: row | {"number": edition.pk},
        **dict.fromkeys(("webinar", "webinar-book"), lambda: number(SessionFactory(published=True))),
        "webinar-slides": lambda: number(SlidesFactory(session__published=True)),
        **dict.fromkeys(
            (
                "webinar-certificate",
                "webinar-booking",
                "webinar-confirm",
                "webinar-take",
                "webinar-booking-cancel",
                "webinar-calendar",
            ),
            lambda: {"lot": CertificateFactory().booking.lot},
        ),
    }
