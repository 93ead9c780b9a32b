"""An organisation's page tells who owns its company and whom else, with source rows; each stays a body of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from irhub.indicators import working_out
from irhub.indicators.corporate_group import group_of
from irhub.indicators.models import Owned, Signal
from irhub.organisations.models import Member, ProviderInCouncil
from irhub.registers.models import ControllerSpan

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def page(organisation_id: str) -> str:
    response = Client(headers={"host": "localhost"}).get(reverse("organisation", args=[organisation_id]))
    assert response.status_code == 200
    return response.content.decode()


def test_sisters_are_shown_to_everybody_with_the_rows_that_say_so_and_stay_bodies_of_their_own(held):
    one, two = Owned.objects.filter(owner_name="Quillmoor Group Ltd").order_by("organisation_id")
    assert one.organisation_id != two.organisation_id
    for mine, other in ((one, two), (two, one)):
        told = page(mine.organisation_id)
        assert "Its company belongs to <strong>Quillmoor Group Ltd</strong>" in told
        assert "1 other care provider" in told
        assert reverse("organisation", args=[other.organisation_id]) in told
        for row in mine.evidence:
            assert reverse("row", args=[row["register"], row["date"], row["line"]]) in told
        providers = Member.objects.filter(organisation_id=mine.organisation_id, register="cqc_locations")
        assert providers.count() == 1
    row = next(row for row in one.evidence if row["register"] == "companies_house_psc")
    shown = Client(headers={"host": "localhost"}).get(reverse("row", args=[row["register"], row["date"], row["line"]]))
    assert "Quillmoor" in shown.content.decode()  # a company's entry tells of no person


def test_a_provider_that_owns_another_says_so(held):
    above = Signal.objects.filter(code="licence-above-care").exclude(says__contains="Thistlewick").first()
    child = group_of(above.organisation_id)
    assert not child.owns
    (parent,) = child.others
    assert parent.licensed
    told = group_of(parent.organisation_id)
    assert told.owns
    assert [one.organisation_id for one in told.others] == [above.organisation_id]
    assert "Companies of other providers belong to its company" in page(parent.organisation_id)


def test_where_a_person_controls_or_nobody_is_known_nothing_is_said_of_an_owner(held):
    owned = set(Owned.objects.values_list("organisation_id", flat=True))
    everybody = set(ProviderInCouncil.objects.values_list("organisation_id", flat=True))
    plain = sorted(everybody - owned)
    assert len(plain) > len(owned)
    assert 'id="owner"' not in page(plain[0])
    assert group_of(plain[0]) is None
    names = set(ControllerSpan.objects.filter(kind__startswith="individual").values_list("name", flat=True))
    assert not names & set(Owned.objects.values_list("owner_name", flat=True))


def test_recomputing_changes_no_owner(held):
    def told() -> list[tuple[object, ...]]:
        columns = ("organisation_id", "owner_key", "owner_name", "licensed", "locations")
        return sorted(Owned.objects.values_list(*columns))

    before = told()
    assert before
    working_out.recompute()
    assert told() == before
