"""The demo's grants: a call that is closed with what was learned, and one that takes applications, with one begun."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.casework.checks import Result
from irhub.files.handed_in import TYPES, HandedIn
from irhub.grants import applying, assessing, calls, checking, deciding, money
from irhub.grants.applying import known_of
from irhub.grants.asking import asked_in
from irhub.grants.example_records import after_the_decision
from irhub.grants.models import Application, Award, Call, Pot
from irhub.grants.own_questions import Told, add, own, weigh
from irhub.grants.panels.naming import name_panel
from irhub.grants.payments.demo import pay_and_report
from irhub.grants.shapes import Shape
from irhub.places.geography import councils_in
from irhub.programmes import demo as hub
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Kind as Asks
from irhub.web.listing.writers import File, as_csv
from irhub.web.listing.writers import Told as Column

DAY = timedelta(days=1)
CHARITY = "Midshire Welcome"


def officer(name: str = "Grace Example", role: Role = Role.GRANTS_OFFICER) -> Membership:
    """Who runs the grants of the demo's partnership."""
    body = hub.partnership_lead().body
    return cast(name, role, kind=Kind.PARTNERSHIP, body=body.name, place=body.place_code)


def charity() -> Membership:
    """Who speaks for a charity that applies."""
    return cast("Chidi Example", Role.ADMINISTRATOR, kind=Kind.COMMUNITY_PARTNER, body=CHARITY)


def two_calls_for_grants() -> None:
    """A pot, a claim that was paid out with lessons, and an open call with an application begun"""
    by = officer()
    greta, gil, gwen = (officer(name) for name in ("Greta Example", "Gil Example", "Gwen Example"))
    for name in ("Asa Example", "Ama Example"):
        officer(name, Role.ASSESSOR)
    officer("Audrey Example", Role.AUDITOR)
    with acting_in(by):
        pot = _pot(by)
        claims = _call(by, pot, Shape.CLAIM, "Certificates of sponsorship: £1,500 for each provider", 150_000, 150_000)
        projects = _call(by, pot, Shape.PANEL, "A fair welcome: projects for workers from abroad", 50_000, 1_000_000)
        panel, appeals = (greta.person_id, gil.person_id), (gwen.person_id, hub.partnership_lead().person_id)
        projects = name_panel(projects, panel=panel, appeals=appeals, version=projects.version, by=by)
        for call in (claims, _with_its_own(projects, by)):
            calls.open_call(call, version=call.version, by=by)
    _claimed(Call.objects.get(pk=claims.pk), hub.provider())
    with acting_in(by):
        ended = Call.objects.get(pk=claims.pk)
        ended = calls.close_call(ended, version=ended.version, by=by)
        calls.end_call(
            ended, version=ended.version, by=by,
            reason="Fourteen days were enough to decide. Receipts came in many forms: next time we show an example. We would do it again.",
        )  # fmt: skip
    _begun(Call.objects.get(pk=projects.pk), charity())


def _pot(by: Membership) -> Pot:
    today = localdate()
    made = money.add_pot(
        name="Ethical recruitment grants", chain=["Department of Examples", by.body.name], opens_on=today - 90 * DAY, closes_on=today + 240 * DAY,
        officer_limit=500_000, lead_limit=2_500_000, by=by,
    )  # fmt: skip
    return money.put_in(made, 6_000_000, version=made.version, reason="Grant determination EX-1", by=by)


def _call(by: Membership, pot: Pot, shape: Shape, title: str, least: int, most: int) -> Call:
    today = localdate()
    return calls.add_call(
        pot=pot, title=title, shape=shape, least=least, most=most, kinds=["provider", "community partner", "council"],
        purpose="To recruit from abroad fairly, and to keep those who came.",
        councils=[each.code for each in councils_in(hub.council().partnership)], eligible="Training, advice, translation, and fees that the law lets an employer pay.",
        ineligible="Wages, fees of recruitment agencies, and anything that workers should not be charged for.", quorum=1 if shape == Shape.CLAIM else 2,
        opens_on=today - 40 * DAY, closes_on=today + 20 * DAY, decide_by=today + 60 * DAY, contact="grants@midshire.example",
        appeal_to="The board of the programme", by=by,
    )  # fmt: skip


def _with_its_own(call: Call, by: Membership) -> Call:
    """A call with a panel that asks what lasts, besides its ready set, and weighs it."""
    lasts = Told(
        title="What stays in place once the money is spent?", label="What lasts", hint="", looks_for="Somebody who carries on, and how that is paid for", most_words=150,
        place="results/delivery",
    )  # fmt: skip
    call = calls.ask_otherwise(call, partial(add, kind=Asks.TEXT, told=lasts), version=call.version, by=by)
    (mine,) = own(asked_in(call))
    weights = {"need": 20, "fit": 15, mine: 10}
    return calls.ask_otherwise(call, partial(weigh, weights=weights), version=call.version, by=by)


def _begin(call: Call, by: Membership, title: str, asked: int, **answers: object) -> Application:
    today = localdate()
    known = {
        key: value for key, value in known_of(by.body).items() if key in ("name", "company_number", "charity_number")
    }
    with acting_in(by):
        made = applying.begin_application(
            call,
            by=by,
            title=title,
            asked=asked,
            starts_on=today,
            ends_on=today + 120 * DAY,
            holder=known["name"][:120],
            aid=0,
            **known,
        )
        for page in asked_in(call).pages:
            given = {each.key: answers[each.key] for each in page.questions if each.key in answers}
            form = AnswersForm(
                page.questions,
                {key: str(value) for key, value in given.items()},
                partly=True,
                revision=made.sheet.revision,
            )
            if form.is_valid() and given:
                form.cleaned_data["seen"] = made.sheet.revision
                applying.save_page(made, page, form, by=by)
    return made


def _receipt() -> HandedIn:
    """A receipt, as a claim needs one."""
    rows = [("Certificate of sponsorship", 4, 956)]
    data = as_csv(File("receipt", [Column(each, each, "") for each in ("what", "many", "pounds")], rows)).content
    return HandedIn("receipt, names blacked out.csv", TYPES[".csv"], data, hashlib.sha256(data).hexdigest())


def _claimed(call: Call, provider: Membership) -> None:
    """A claim, from the form to the agreement that both have signed."""
    made = _begin(
        call, provider, "Certificates of sponsorship for four care workers", call.least,
        spent="Four certificates of sponsorship, assigned after the call opened.", staff=Decimal(85), before="no",
    )  # fmt: skip
    with acting_in(provider):
        applying.add_evidence(made, asked_in(call).pages[0], [_receipt()], by=provider)
        applying.submit(made, version=made.version, signed_by="Priya Example, registered manager", by=provider)
    checker, decider, signer = officer(), officer("Greta Example"), officer("Gil Example")
    with acting_in(checker):
        found = Application.objects.get(pk=made.pk)
        found = assessing.begin_checks(found, version=found.version, by=checker)
        for each in checking.standing_of(found):
            if not each.settled or each.last is None or each.last.result == Result.FAILS:
                checking.record_check(
                    found,
                    each.check.key,
                    result=Result.CLEAR,
                    says="Looked, nothing found.",
                    version=found.version,
                    by=checker,
                )
        assessing.skip_assessment(found, version=found.version, reason="It is a claim.", by=checker)
    with acting_in(decider):
        deciding.give_view(
            found, award=True, note="The evidence is complete.", no_interest=True, version=found.version, by=decider
        )
        deciding.decide(
            found,
            version=found.version,
            outcome="awarded",
            amount=call.least,
            feedback="Your evidence was complete.",
            no_interest=True,
            by=decider,
        )
    with acting_in(provider):
        award = Award.objects.get(application_id=made.pk)
        award = deciding.sign_as_grantee(
            award, version=award.version, signed_by="Priya Example, registered manager", by=provider
        )
    with acting_in(signer):
        deciding.sign_as_funder(award, version=award.version, by=signer)


def a_grant_that_is_paid() -> None:
    """The claim is paid in two instalments, reported on, late with a return, and partly paid back"""
    with acting_in(officer()):
        award = Award.objects.get(call__shape=Shape.CLAIM, body=officer().body)
    pay_and_report(award, grantee=hub.provider(), one=officer(), other=officer("Greta Example"))


def _begun(call: Call, by: Membership) -> None:
    _begin(
        call, by, "A welcome for care workers from abroad", 400_000,
        need="Of forty care workers whom we asked, twelve did not know whom to ask about a wrong deduction.",
        fit="A visit in the first month, a group each month, and a leaflet in six languages.", providers=12, workers=60,
    )  # fmt: skip


def what_grants_came_to() -> None:
    """What the claim came to, published, and grants of before the hub"""
    after_the_decision(officer(), hub.provider())


SCENES = (two_calls_for_grants, a_grant_that_is_paid, what_grants_came_to)
