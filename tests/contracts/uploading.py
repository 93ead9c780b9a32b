"""Uploading lists of fictional providers, as an officer does."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from irhub.organisations.models import ProviderInCouncil
from irhub.registers.models import LocationSpan


def providers(count: int) -> list[LocationSpan]:
    """Locations of that many providers, whose names stand on the list once."""
    spans = LocationSpan.objects.filter(until=None).order_by("provider_id", "location_id").distinct("provider_id")
    return list(spans[:count])


def with_licence(licence: str, count: int = 1) -> list[LocationSpan]:
    """Locations of that many providers whose licence is this (licensed, formerly, …)."""
    rows = ProviderInCouncil.objects.filter(licence=licence, as_at=None).order_by("provider_id")
    ids = list(rows.values_list("provider_id", flat=True).distinct())
    spans = LocationSpan.objects.filter(until=None, provider_id__in=ids).order_by("provider_id", "location_id")
    found = list(spans.distinct("provider_id")[:count])
    assert len(found) == count
    return found


def csv(*rows: tuple[str, ...], header: str = "Provider name,Postcode,CQC id,Reference") -> SimpleUploadedFile:
    lines = [header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return SimpleUploadedFile("contracts.csv", "\n".join(lines).encode(), "text/csv")


def upload(client: Client, file: SimpleUploadedFile) -> HttpResponse:
    return client.post(reverse("my-providers-upload"), {"file": file}, follow=True)
