"""As whom a body publishes, published versions, files of past grants and results, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import factory
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body
from irhub.accounts.moving import begin
from irhub.files.handed_in import HandedIn
from irhub.grants.learning.models import GrantResult
from irhub.grants.past.models import PastImport, PastRecipient
from irhub.grants.past.taking_in import upload
from irhub.grants.published.models import PublishedVersion, Publisher
from irhub.grants.published.publishing import KINDS
from tests.grants.factories import APPLICANT, AwardFactory, FunderFactory, funder, officer_of
from tests.programmes.factories import WALSALL


class PublisherFactory(DjangoModelFactory[Publisher]):
    """As whom a body publishes."""

    class Meta:
        model = Publisher

    body = factory.SubFactory(FunderFactory)
    prefix = "360G-sampleshire"
    name = "Walsall Metropolitan Borough Council"
    identifier = "GB-LAE-WLL"
    website = "https://sampleshire.example"
    kept_by = "officer@example.org"


class PublishedVersionFactory(DjangoModelFactory[PublishedVersion]):
    """A version that was published past every check: a grant, and three files of a few bytes."""

    class Meta:
        model = PublishedVersion

    body = factory.SubFactory(FunderFactory)

    @classmethod
    def _create(cls, model_class: type[PublishedVersion], *_: Any, body: Body, **more: Any) -> PublishedVersion:
        body = funder(body)
        number = model_class.objects.filter(body=body).count() + 1
        told = {
            "publisher": body.name,
            "prefix": "360G-sampleshire",
            "digest": "0" * 64,
            "many": 1,
            "total": 200_000,
            "left_out": 0,
        } | more
        made = begin(model_class(body=body, number=number, **told), by=officer_of(body), told="published grants")
        for ending, kind in KINDS.items():
            file = HandedIn(
                f"grants-{number}.{ending}", kind, ending.encode(), hashlib.sha256(ending.encode()).hexdigest()
            )
            made.files.model.keep(file, by=body.name, body=body.pk, published=made)
        made.grants.model.objects.filter(body=body).delete()
        made.grants.create(
            body=body, identifier=f"360G-sampleshire-{number}", title="A welcome for nurses", description="Visits in the first month", recipient=APPLICANT,
            recipient_id="GB-CHC-1093865", awarded=200_000, awarded_on=localdate(), programme="Projects", councils=[WALSALL],
        )  # fmt: skip
        return made


PAST = (
    "Recipient,Company number,Amount,Date awarded,Title,Reference\n"
    'Quillmoor Care Ltd,04815162,"1,500.00",13/02/2025,Training in English,P-1\n'
    "Nowhere Known,,£900,14/02/2025,A leaflet,P-2\n"
)
"""Past grants as a council keeps them in a spreadsheet."""


def handed(text: str = PAST, name: str = "past.csv") -> HandedIn:
    """A file as it is handed in."""
    data = text.encode()
    return HandedIn(name, "text/csv", data, hashlib.sha256(data).hexdigest())


class PastImportFactory(DjangoModelFactory[PastImport]):
    """A file of two past grants that was read."""

    class Meta:
        model = PastImport

    body = factory.SubFactory(FunderFactory)
    text = PAST

    @classmethod
    def _create(cls, model_class: type[PastImport], *_: Any, body: Body, text: str, **more: Any) -> PastImport:
        return upload(handed(text), funder="", by=officer_of(funder(body)), today=date(2026, 11, 2))[0]


class PastRecipientFactory(DjangoModelFactory[PastRecipient]):
    """A recipient that a person has to check."""

    class Meta:
        model = PastRecipient

    past_import = factory.SubFactory(PastImportFactory)
    body = factory.SelfAttribute("past_import.body")
    name, match, against = "Quillmore Care", "review", ["Its name is like that of a care provider."]
    said_charity = "1093865"


class GrantResultFactory(DjangoModelFactory[GrantResult]):
    """A result that the funder told."""

    class Meta:
        model = GrantResult

    award = factory.SubFactory(AwardFactory, state="active")
    body = factory.SelfAttribute("award.body")
    applicant = factory.SelfAttribute("award.applicant")
    measure, many, out_of, of_what, grade, by_grantee = "workers", 12, 20, "workers invited", "B", False
    who = "officer@example.org"
