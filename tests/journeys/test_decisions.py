"""A reviewer's decision reaches lists, figures and signals at once, both ways, in a real browser."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from irhub.indicators.models import Signal
from irhub.operations.worker import follow_decisions
from irhub.organisations.models import Link, Member, ProviderInCouncil
from irhub.places import council_of
from tests.journeys.conftest import follow
from tests.journeys.test_review import reviewer, site

pytestmark = [pytest.mark.slow, pytest.mark.journey]
__all__ = ["site"]
LEFT = "No longer on the sponsor register, still providing care"


def test_what_a_reviewer_calls_different_is_gone_from_signals_lists_and_figures_and_back_when_undone(site, browser):
    signal = Signal.objects.filter(code="licence-left").order_by("number").first()
    keys = Member.objects.filter(organisation_id=signal.organisation_id).values_list("register", "entity_key")
    providers = [key for register, key in keys if register == "cqc_locations"]
    links = Link.objects.filter(band="accepted", provider_id__in=providers, sponsor_key__in=[key for _, key in keys])
    [link] = links
    rows = ProviderInCouncil.objects.filter(as_at=None, provider_id=link.provider_id).exclude(council_code="")
    council = council_of(rows.filter(adult_social_care=True).first().council_code)
    page = reviewer(browser, site, "pat@example.org").new_page()

    def told() -> tuple[bool, bool, int]:
        """Whether the signal is on the page of the provider, whether it is listed as left, and how many are said to have left."""
        page.goto(f"{site}{reverse('organisation', args=[signal.organisation_id])}")
        on_page = page.get_by_role("link", name=LEFT).count() > 0
        page.goto(f"{site}/councils/{council.slug}/providers/?{urlencode({'licence': 'formerly', 'q': signal.name})}")
        listed = page.get_by_role("table").get_by_text(re.compile("Left the register by")).count() > 0
        page.goto(f"{site}/councils/{council.slug}/")
        return on_page, listed, _figure(page, "Left the sponsor register")

    on_page, listed, figure = told()
    assert (on_page, listed) == (True, True)
    page.goto(f"{site}{reverse('review-pair', args=[link.provider_id, link.sponsor_key])}")
    follow(page.get_by_role("button", name="Different", exact=True))
    assert told() == (False, False, figure - 1), "withheld at once"
    for address in (
        reverse("signal", args=[signal.organisation_id, signal.code]),
        f"/councils/{council.slug}/",
        "/country/england/",
        "/",
    ):
        page.goto(f"{site}{address}")
        expect(page.get_by_text("A reviewer has just decided")).to_be_visible()
    assert "follow what people decided" in follow_decisions()
    assert "Nothing was decided since" in follow_decisions()
    page.reload()
    expect(page.get_by_text("A reviewer has just decided")).to_have_count(0)
    assert told() == (False, False, figure - 1)
    page.goto(f"{site}/review/")
    follow(page.get_by_role("button", name="Undo my last decision"))
    assert told() == (False, True, figure), "what is slow is withheld until it is worked out"
    assert "follow what people decided" in follow_decisions()
    assert told() == (True, True, figure)


def _figure(page: Page, title: str) -> int:
    told = page.locator("dl.irhub-figures div", has_text=title).first.locator("dd").inner_text()
    return int(told.replace(",", ""))
