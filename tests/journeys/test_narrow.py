"""Nothing that people write makes a page wider than a phone: an address or the name of a file breaks, wherever it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import fits
from tests.web.test_styles import SHEET

pytestmark = [pytest.mark.slow, pytest.mark.journey]
LONG = "somebody.with.a.long.name.and.a.middle.name.too@a-provider-of-care-with-a-long-name.example.org"
PLACES = {
    "paragraph": '<p class="govuk-body">{}</p>',
    "caption": '<span class="govuk-caption-l">{}</span>',
    "heading": '<h1 class="govuk-heading-l">{}</h1>',
    "item": '<ul class="govuk-list govuk-list--bullet"><li>{}</li></ul>',
    "link": '<p class="govuk-body"><a class="govuk-link" href="#">{}</a></p>',
    "fact": '<dl class="govuk-summary-list"><div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">Who</dt>'
    '<dd class="govuk-summary-list__value">{}</dd></div></dl>',
    "cell": '<div class="irhub-scroll"><table class="govuk-table irhub-stacked"><tbody><tr><th class="govuk-table__header">{0}</th>'
    '<td class="govuk-table__cell" data-label="Who">{0}</td></tr></tbody></table></div>',
    "field": '<fieldset class="govuk-fieldset"><div class="govuk-radios"><div class="govuk-radios__item"><input class="govuk-radios__input" '
    'type="radio" id="a"><label class="govuk-label govuk-radios__label" for="a">{}</label></div></div></fieldset>',
}  # fmt: skip
SHELL = '<!doctype html><html><head><style>{}</style></head><body class="govuk-template__body"><div class="govuk-width-container">' \
    '<main class="govuk-main-wrapper">{}</main></div></body></html>'  # fmt: skip


def test_a_long_address_breaks_on_a_phone_wherever_it_stands(browser_page: Page):
    style = SHEET.read_text()
    for where, markup in PLACES.items():
        browser_page.set_viewport_size({"width": 320, "height": 700})
        browser_page.set_content(SHELL.format(style, markup.format(LONG)))
        fits(browser_page, 320, where)
