"""The self-check in a real browser: somebody of HR does it in three sittings on a phone, prints the pack, and lets an assessor in."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, expect

from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.compliance.models import Answer, PlanItem, Sheet
from tests.compliance.factories import ProviderFactory, hr_of
from tests.factories import BodyFactory, MembershipFactory
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


def sitting(browser: Browser, site: str, who: object, **options: object) -> Page:
    """Somebody signs in on their phone."""
    return signed_in_context(browser, site, who, **PHONE, **options).new_page()  # type: ignore[arg-type]


def answered(page: Page, what: str) -> None:
    """Answer the question that is shown, and go on to the next."""
    page.get_by_label(what, exact=True).check()
    follow(page.get_by_role("button", name="Save and continue"))


def test_hr_does_the_self_check_in_three_sittings_on_a_phone_and_prints_the_pack(
    live_server, browser: Browser, tmp_path: Path
):
    site = str(live_server.url)
    with system_access("a journey begins"):
        hr = hr_of(ProviderFactory())
    page = sitting(browser, site, hr.person)
    page.goto(site + reverse("self-check"))
    follow(page.get_by_role("button", name="Begin"))
    follow(page.get_by_role("link", name="Start"))
    page.get_by_label("We sponsor people now").check()
    follow(page.get_by_role("button", name="Save and continue"))
    answered(page, "Yes")
    look_at(page, "a question")
    answered(page, "No")
    page.context.close()

    page = sitting(browser, site, hr.person, java_script_enabled=False)
    page.goto(site + reverse("self-check"))
    expect(page.get_by_text("questions wait for an answer")).to_be_visible()
    follow(page.get_by_role("link", name="Continue"))
    answered(page, "Partly")
    follow(page.get_by_role("link", name="this theme as a list"))
    page.get_by_label("We do not know yet").last.check()
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Your answers are kept.")).to_be_visible()
    page.context.close()

    page = sitting(browser, site, hr.person)
    page.goto(site + reverse("self-check"))
    with system_access("a journey looks"):
        sheet = Sheet.objects.get()
        given = set(Answer.objects.values_list("question", "answer"))
    assert {("A1", "yes"), ("A2", "no"), ("A3", "partly")} <= given
    follow(page.get_by_role("link", name="What would matter first at a visit"))
    expect(page.get_by_text("You have answered 4 of")).to_be_visible()
    look_at(page, "the result")
    follow(page.get_by_role("button", name="Put every gap into the action plan"))
    look_at(page, "the plan")
    with system_access("a journey looks"):
        assert PlanItem.objects.filter(sheet=sheet).count() == 4, "a yes without evidence is a gap too"
    page.goto(site + reverse("visit-pack"))
    page.get_by_label("Who receives officers at the door?").fill("The duty manager")
    follow(page.get_by_role("button", name="Save"))
    look_at(page, "the pack")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the pack (PDF)").click()
    pack = tmp_path / "pack.pdf"
    taken.value.save_as(pack)
    assert pack.read_bytes().startswith(b"%PDF-")
    if which("pdfinfo"):
        told = subprocess.run(["pdfinfo", pack], capture_output=True, text=True, check=True).stdout
        assert "Tagged:" in told
        assert "yes" in told.partition("Tagged:")[2].splitlines()[0]


def test_a_provider_lets_an_assessor_in_who_looks_and_confirms(live_server, browser: Browser):
    site = str(live_server.url)
    with system_access("a journey begins"):
        hr = hr_of(ProviderFactory())
        partnership = BodyFactory(kind=Kind.PARTNERSHIP, name="Sampleshire Partnership")
        assessor = MembershipFactory(body=partnership, role=Role.ASSESSOR, person__email="anwen@partnership.example")
    page = sitting(browser, site, hr.person)
    page.goto(site + reverse("self-check"))
    follow(page.get_by_role("button", name="Begin"))
    with system_access("a journey looks"):
        sheet = Sheet.objects.get()
    page.goto(site + reverse("self-check-question", args=[sheet.pk, "A1"]))
    answered(page, "Yes")
    check_all(page, site + reverse("self-check-openings", args=[sheet.pk]), "whom one lets in")
    page.get_by_label("E-mail address of the assessor").fill("anwen@partnership.example")
    page.get_by_label("Licence, people and governance").check()
    last = page.get_by_role("group", name="Last day")
    day = localdate()
    for part in ("Day", "Month", "Year"):
        last.get_by_label(part).fill(str(getattr(day, part.lower())))
    follow(page.get_by_role("button", name="Let them in"))
    expect(page.get_by_text("Has not looked yet.")).to_be_visible()
    theirs = sitting(browser, site, assessor.person)
    check_all(theirs, site + reverse("let-in"), "what is open to an assessor")
    follow(theirs.get_by_role("link", name=sheet.body.name))
    look_at(theirs, "before a look")
    follow(theirs.get_by_role("button", name="Open it"))
    look_at(theirs, "what was opened")
    follow(theirs.get_by_role("link", name="Licence, people and governance"))
    look_at(theirs, "a theme that was opened")
    theirs.get_by_label("Confirmed: the evidence shows it").check()
    follow(theirs.get_by_role("button", name="Keep what you found"))
    page.reload()
    expect(page.get_by_text("Looked on")).to_be_visible()
    look_at(page, "what an assessor found")
    follow(page.get_by_role("button", name="End it now"))
    theirs.reload()
    expect(theirs.get_by_text("The provider ended it")).to_be_visible()
