"""The pages of editing: forms lose nothing, editors alone come in, and each address says what it cannot do."""

from __future__ import annotations

from datetime import date

import html5lib
import pytest
from django.test import Client
from django.utils.timezone import localdate

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind as BodyKind
from irhub.accounts.roles import Role
from irhub.checker.kinds import Kind, State
from irhub.checker.models import Proposal, SavedCase
from irhub.rulebook.loading import rulebook
from irhub.web.yaml_files import read_text
from tests.checker.editors import NEW_SOURCE, WHY, approved, editor, proposed
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = pytest.mark.django_db
ADD = {
    "scope": "small", "value": "700", "since-day": "1", "since-month": "5", "since-year": "2027", "precision": "day",
    "certainty": "reported", "says": "A sponsor licence costs a small sponsor £700.", "note": "", "reason": WHY, **NEW_SOURCE,
}  # fmt: skip
CASE = "/kept-cases/keep/?checker=right-to-work&want=penalty&event=2024-02-12&workers=1&name=Zebedee"


def text(response) -> str:
    content: str = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(content)
    return content


def test_a_form_that_breaks_the_rules_comes_back_filled_with_the_reason_and_mended_makes_a_proposal():
    client = signed_in(editor())
    refused = client.post("/rules/topics/licence_fee/add/", ADD)
    assert refused.status_code == 422
    page = text(refused)
    assert "FEE-13 version 2 and FEE-A1 version 1 overlap." in page
    assert 'value="700"' in page
    assert "A sponsor licence costs a small sponsor £700." in page
    assert 'value="https://example.org/fees"' in page
    made = client.post("/rules/topics/licence_fee/add/", {**ADD, "end_before": "on"})
    assert made.status_code == 302
    found = Proposal.objects.get()
    assert made["Location"] == f"/rules/proposals/{found.pk}/"
    page = text(client.get(made["Location"]))
    assert "30 April 2027" in page
    assert "£700" in page
    assert "No answer would change" in page
    assert "somebody else must approve" in page


def test_a_form_with_a_gap_says_at_the_field_what_to_write():
    page = text(signed_in(editor()).post("/rules/rule/FEE-13/correct/", {"value": "much", "reason": "x"}))
    for words in (
        "Write a number, such as 25000",
        "Say in one or two sentences",
        "Choose how certain",
        "Name at least one source",
    ):
        assert words in page
    assert not Proposal.objects.exists()


def test_characters_that_no_keyboard_shows_and_absurd_numbers_do_no_harm():
    client = signed_in(editor())
    made = client.post(
        "/rules/topics/licence_fee/add/", {**ADD, "end_before": "on", "says": "It costs\x00 a\x07 sponsor £700."}
    )
    assert made.status_code == 302
    assert "It costs a sponsor £700." in text(client.get(made["Location"]))
    assert client.get("/rules/?q=%07&on-year=99999999999999999999").status_code == 200
    absurd = "/kept-cases/keep/?checker=costs&months=1e999999&certificate_assigned=9999-12-31"
    assert client.get(absurd).status_code == 404


@pytest.mark.parametrize("kind", ["correct", "end", "withdraw"])
def test_every_kind_of_change_of_a_rule_has_a_page_filled_from_the_rule(kind):
    page = text(signed_in(editor()).get(f"/rules/rule/SAL-04/{kind}/"))
    assert "The salary must be at least £25,000" in page
    assert ('value="12.82"' in page) == (kind == "correct")


def test_approval_and_refusal_by_page():
    ada, ben = editor("ada"), editor("ben")
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612")
    client, own = signed_in(ben), signed_in(ada)
    assert own.post(f"/rules/proposals/{waiting.pk}/approve/", {"seen": "x"}).status_code == 403
    assert "Say why you decline" in text(
        client.post(f"/rules/proposals/{waiting.pk}/decline/", {"decision": "", "version": 1})
    )
    stale_list = client.post(
        f"/rules/proposals/{waiting.pk}/approve/", {"seen": "x", "decision": "Checked.", "version": 1}
    )
    assert "Look at the list again" in text(stale_list)
    assert "Checked." in text(stale_list)
    seen = text(client.get(f"/rules/proposals/{waiting.pk}/")).split('name="seen" value="')[1].split('"')[0]
    assert client.post(f"/rules/proposals/{waiting.pk}/approve/", {"seen": seen, "version": 1}).status_code == 302
    page = text(client.get(f"/rules/proposals/{waiting.pk}/"))
    assert "Approved, edition" in page
    assert "changed" in page
    late = text(client.post(f"/rules/proposals/{waiting.pk}/decline/", {"decision": "Written late.", "version": 1}))
    assert "no longer open. Approved by" in late
    assert "Written late." in late, "what was typed too late is shown, to be copied"


def test_the_lists_of_proposals_and_of_sources_to_read_again(monkeypatch):
    ada, ben = editor("ada"), editor("ben")
    client = signed_in(ada)
    assert "No proposal waits" in text(client.get("/rules/proposals/"))
    approved(ben, proposed(ada, Kind.CORRECT, "FEE-13", value="612"))
    assert "FEE-13" in text(client.get("/rules/proposals/?state=approved"))
    assert "FEE-13" in text(client.get("/rules/proposals/?state=all"))
    unknown = text(client.get("/rules/proposals/?state=zzz"))
    assert "We left out “zzz”: choose from the list" in unknown
    assert "No proposal waits" in unknown
    monkeypatch.setattr("irhub.checker.views.editing.localdate", lambda: rulebook().known)
    assert "Every source that a rule has was read" in text(client.get("/rules/sources/stale/"))
    assert "Rules without a source" in text(client.get("/rules/sources/stale/"))
    assert read_text(client.get("/rules/proposals/approved/").content.decode())["topics"]["licence_fee"]
    monkeypatch.setattr("irhub.checker.views.editing.localdate", lambda: date(localdate().year + 1, 12, 1))
    page = text(client.get("/rules/sources/stale/"))
    assert "read-again" in page
    assert 'aria-label="Pagination"' in page
    key = page.split("/rules/sources/")[1].split("/")[0]
    again = {"read-day": "1", "read-month": "1", "read-year": "2020", "reason": WHY}
    assert "later than the day of the last reading" in text(client.post(f"/rules/sources/{key}/read-again/", again))


@pytest.mark.parametrize(
    "address",
    ["/rules/rule/NO-99/correct/", "/rules/rule/SAL-04/burn/", "/rules/topics/none/add/", "/rules/sources/none/read-again/",
     "/rules/proposals/99/", "/kept-cases/99/", "/kept-cases/keep/?checker=none"],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found(address):
    assert signed_in(editor()).get(address).status_code == 404


def test_only_rules_editors_propose_and_who_edits_is_not_shown_to_others():
    council = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    assert council.get("/rules/proposals/").status_code == 403
    assert "Propose a change" not in text(council.get("/rules/rule/SAL-04/"))
    assert Role.RULES_EDITOR.value in text(signed_in(editor()).get("/account/"))
    assert Client(headers={"host": "localhost"}).get("/rules/proposals/").status_code == 302
    without = PersonFactory(
        email="eve@example.org",
        roles=[(BodyFactory(kind=BodyKind.PARTNERSHIP, name="Example Partnership"), Role.RULES_EDITOR)],
        second_step=False,
    )
    assert signed_in(without).get("/rules/proposals/")["Location"].startswith("/account/")


def test_a_case_is_kept_without_anything_personal_looked_at_and_deleted():
    officer = PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    client, other = (
        signed_in(officer),
        signed_in(PersonFactory(email="other@example.org", roles=[(BodyFactory(), Role.VIEWER)])),
    )
    assert "keep no case yet" in text(client.get("/kept-cases/"))
    assert "Zebedee" not in text(client.get(CASE))
    assert "Give the case a name" in text(client.post(CASE, {"title": " "}))
    assert client.post(CASE, {"title": "Old penalty"}).status_code == 302
    case = SavedCase.objects.get()
    assert "Zebedee" not in str(case.facts)
    assert "Old penalty" in text(client.get("/kept-cases/"))
    page = text(client.get(f"/kept-cases/{case.pk}/"))
    assert "12 February 2024" in page
    assert "The answer is the same now" in page
    assert page.index("We cannot say yet: we need “Earlier breach”.") < page.index("What we need to know")
    assert "Check your answers" in page
    assert other.get(f"/kept-cases/{case.pk}/").status_code == 404
    other.post(f"/kept-cases/{case.pk}/delete/")
    assert SavedCase.objects.exists()
    client.post(f"/kept-cases/{case.pk}/delete/")
    assert not SavedCase.objects.exists()
    told = [event.what for event in AuditEvent.objects.filter(about__startswith="case/").order_by("number")]
    assert told == ["kept a case", "deleted a case"]


def test_a_kept_case_tells_that_its_answer_changed_and_the_editor_sees_no_title_and_no_owner():
    ada, ben = editor("ada"), editor("ben")
    client = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    facts = "checker=report&what=end&event=2026-05-01"
    client.post(f"/kept-cases/keep/?{facts}", {"title": "A very telling title"})
    waiting = proposed(
        ada, Kind.CORRECT, "REP-01", value="9", says="The sponsor reports it within 9 working days of the event."
    )
    page = text(signed_in(ben).get(f"/rules/proposals/{waiting.pk}/"))
    assert f"Kept case {SavedCase.objects.get().pk}" in page
    assert "telling" not in page
    assert "officer@" not in page
    approved(ben, waiting)
    assert Proposal.objects.get().state == State.APPROVED
    page = text(client.get(f"/kept-cases/{SavedCase.objects.get().pk}/"))
    assert "REP-01 version 2" in page
    assert "the answer was “Report it by Monday 18 May 2026.”" in page
    assert "REP-01 version 1" in page
    assert "Compare then and now side by side" in page
