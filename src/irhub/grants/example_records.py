"""The demo's grants after the decision: what the closed call came to, a published version, and grants of before the hub. All of it is invented."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.files.handed_in import TYPES, HandedIn
from irhub.grants.giving360.organisation_ids import council_ids
from irhub.grants.learning.telling import tell_lesson, tell_result
from irhub.grants.models import Award
from irhub.grants.past.models import Match
from irhub.grants.past.taking_in import NOBODY, decide, take_in, upload
from irhub.grants.published.looking import looked_at
from irhub.grants.published.models import Recipient
from irhub.grants.published.publishing import keep_details, keep_publisher, publish
from irhub.places.geography import councils_in
from irhub.programmes import demo as hub

_PAST = (
    "Provider,Company no,Amount,Date awarded,Project,Ref\n"
    '{provider},,"£1,500.00",{day:%d/%m/%Y},Certificates of sponsorship,LP-1\n'
    "Midshire Welcome,,2000,{day:%d/%m/%Y},Welcome packs in six languages,LP-2\n"
    "Example Training Cooperative,,£750,28/02/{day:%Y},Evening classes,LP-3\n"
    "Example Housing Advice,,about 400,{day:%d/%m/%Y},Drop-in,LP-4\n"
)


def after_the_decision(officer: Membership, provider: Membership) -> None:
    """Tell what the claim came to, publish it, and take in grants of before the hub."""
    award = Award.objects.filter(body=officer.body, state="active").first()
    if award is None:
        return
    _learned(award, officer, provider)
    _published(award, officer)
    _past(officer, provider)


def _learned(award: Award, officer: Membership, provider: Membership) -> None:
    whole = {"out_of": 5, "of_what": "workers whom we offered work"}
    with acting_in(provider):
        tell_result(award, by=provider, measure="certificates", many=4, out_of=None, of_what="", grade="C", seen="")
        tell_result(award, by=provider, measure="stayed", many=4, grade="C", seen="", **whole)
        tell_lesson(
            award, by=provider, worked="The answer came within a fortnight, before the fees were due.",
            hindered="We did not know which receipts would do.", again="yes", otherwise="",
        )  # fmt: skip
    with acting_in(officer):
        tell_result(
            award,
            by=officer,
            measure="certificates",
            many=4,
            out_of=None,
            of_what="",
            grade="A",
            seen="Receipts of four certificates",
        )
        tell_lesson(
            award, by=officer, worked="A fixed amount needs no budget and no scores.", hindered="Receipts came in many forms.", again="changed",
            otherwise="Show an example of a receipt beside the question.",
        )  # fmt: skip


def _published(award: Award, officer: Membership) -> None:
    council = councils_in(hub.council().partnership)[0]
    with acting_in(officer):
        publisher = keep_publisher(
            id_prefix="360G-example", name=council.name, identifier=council_ids()[council.code], website="https://midshire.example", version=0, by=officer
        )  # fmt: skip
        keep_details(
            award, title="", description="A fixed amount towards certificates of sponsorship for four care workers, claimed with receipts.",
            recipient=Recipient.BODY, councils=[], regrant="", version=0, by=officer,
        )  # fmt: skip
        shown = looked_at(publisher, timezone.now())
        if shown.chosen and not shown.stops:
            publish(seen=shown.digest, by=officer)


def _past(officer: Membership, provider: Membership) -> None:
    day = localdate() - timedelta(days=400)
    data = _PAST.format(provider=provider.body.name, day=day.replace(day=17)).encode()
    file = HandedIn("local projects, example.csv", TYPES[".csv"], data, hashlib.sha256(data).hexdigest())
    with acting_in(officer):
        held, _ = upload(file, funder="", by=officer, today=localdate())
        for doubtful in held.recipients.filter(match=Match.REVIEW):
            chosen = doubtful.provider_id if doubtful.name == provider.body.name else NOBODY
            decide(doubtful, chosen, version=doubtful.version, by=officer)
        held.refresh_from_db()
        take_in(held, version=held.version, by=officer)
