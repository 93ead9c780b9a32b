"""The pages: an adviser's day, and what a client and a stranger see."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.absences import say_away
from irhub.accounts.models import AuditEvent
from irhub.accounts.retention import preview
from irhub.accounts.roles import Role
from irhub.accounts.row_security import acting
from irhub.casework.notebook import write_note
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.programmes.actions import add_contact_point
from irhub.programmes.eligibility import Eligibility
from irhub.programmes.models import Audience
from irhub.support import actions, asking_by, neutral, queries
from irhub.support.callers import find_callers
from irhub.support.models import Case, Enquiry, Message
from irhub.support.neutral import NEUTRAL
from irhub.support.queries import waits
from irhub.support.retention import CASES_KEPT
from irhub.support.speakers import add_speaker
from irhub.web.errors import ActionRefused
from tests.factories import NAME, PROVIDER, MembershipFactory, OrganisationFactory, signed_in
from tests.programmes.factories import LEEDS, WALSALL, HubFactory, ProgrammeFactory, SchemeFactory, manager_of
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, adviser_of, council_of, programme_of, provider_of
from tests.support.test_wall import state_of

pytestmark = pytest.mark.django_db
NOT_KNOWN = Eligibility(Audience.PROVIDER, PROVIDER, NAME, date(2026, 11, 28), None, "The hub holds no list.")
CALL = {
    "name": "Pat Example", "phone": "0121 496 0001", "email": "", "subject": "How many certificates?", "urgency": "routine", "told": "",
    "then": "reply", "about": "", "relation": "runs", "firm": "",
}  # fmt: skip


@pytest.fixture
def desk():
    """The hub's programme, and a browser in which an adviser of it is signed in."""
    OrganisationFactory()
    programme = programme_of()
    return programme, signed_in(adviser_of(programme.body).person)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def stranger() -> Browser:
    return Browser(headers={"host": "localhost"})


def letter(kind: str) -> str:
    return unseal(bytes(Mail.objects.filter(kind=kind).latest("posted_at").sealed)).text


def test_a_caller_is_found_by_number_and_the_call_is_logged_and_closed_from_the_pages(desk):
    programme, ada = desk
    assert NAME in text_of(ada.get(reverse("support-find"), {"q": PROVIDER}))
    assert "We found nobody by" in text_of(ada.get(reverse("support-find"), {"q": "zzz"}))
    address = reverse("support-call", args=[programme.slug, "provider", PROVIDER])
    page = text_of(ada.get(address))
    assert "No conflict was found" in page
    theme = programme.themes.first().pk
    wrong = ada.post(address, CALL | {"theme": theme, "phone": ""})
    assert "or nobody can answer them" in text_of(wrong)
    assert (
        ada.post(address, CALL | {"theme": theme, "told": "As many as you need.", "then": "answer"}).status_code == 302
    )
    case = Case.objects.get()
    assert (case.state, case.channel, case.owner.email) == ("answered", "telephone", "ada@hub.example")
    assert AuditEvent.objects.filter(what="checked for conflicts").exists()
    close = reverse("support-do", args=[case.reference, "close"])
    told = {"version": case.version, "theme": theme, "outcome": "answered", "signposted_to": "", "ending": "Told them"}
    assert ada.post(close, told).status_code == 302
    assert Case.objects.get().state == "closed"


def test_a_reply_to_a_case_that_changed_is_refused_with_what_was_typed_and_what_was_written_meanwhile(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body, contact=PAT)
    actions.reply(
        case=Case.objects.get(), version=1, text="Ben was quicker.", then="reply", by=adviser_of(case.body, "ben")
    )
    told = {"version": 1, "text": "Twelve words that I typed", "channel": "mail", "then": "answer"}
    answer = ada.post(reverse("support-do", args=[case.reference, "reply"]), told)
    assert answer.status_code == 409
    assert {"Twelve words that I typed", "Ben was quicker."} <= set(
        re.findall(r"Twelve words that I typed|Ben was quicker\.", text_of(answer))
    )
    again = ada.post(reverse("support-do", args=[case.reference, "reply"]), told | {"version": 2})
    assert again.status_code == 302
    assert Message.objects.filter(text="Twelve words that I typed").count() == 1


def test_the_queue_and_the_list_find_a_case_and_each_offers_its_file(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body, subject="A letter about Quillmoor")
    for address, asked in (
        ("support", {"whose": "mine"}),
        ("support-all", {"q": "letter quillmoor"}),
        ("support-all", {"q": case.reference.lower()}),
    ):
        assert case.reference in text_of(ada.get(reverse(address), asked)), (address, asked)
    assert case.reference not in text_of(ada.get(reverse("support-all"), {"q": "mockley"}))
    assert "A letter about Quillmoor" in ada.get(reverse("support"), {"format": "csv"}).content.decode()
    assert "1 to reply to" in text_of(ada.get(reverse("support")))


def test_a_search_finds_by_how_words_begin_and_gives_no_case_of_another_helpline(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body, subject="A visit, and O’Brien’s certificates")
    other = HubFactory(name="Mockshire Employers")
    CaseFactory(body=other, by=adviser_of(other, "ben"), subject="A visit of others")
    for words in ("certif visi", "o'brien", PROVIDER, "QUILLM"):
        page = text_of(ada.get(reverse("support-all"), {"q": words}))
        assert case.reference in page, words
        assert "1 case" in page, words
    assert "No case fits" in text_of(ada.get(reverse("support-all"), {"q": "& | !"}))
    assert case.reference not in text_of(ada.get(reverse("support-all"), {"q": "visit", "state": "closed"}))
    with acting(state_of(council_of())):
        assert not queries.cases_numbered(queries.cases_found(programme.body, "visit")).fetch("", False, 0, 50)[0]


def test_every_thing_to_do_has_a_page_and_keeps_what_is_wrong_on_it(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body)
    offered = re.findall(
        rf'/support/cases/{case.reference}/([\w-]+)/"', text_of(ada.get(reverse("support-case", args=[case.reference])))
    )
    assert len(set(offered)) > 8
    for what in set(offered):
        address = reverse("support-do", args=[case.reference, what])
        assert ada.get(address).status_code == 200, what
    assert "There is a problem" in text_of(
        ada.post(reverse("support-do", args=[case.reference, "merge"]), {"version": 1, "reference": "HL-1"})
    )
    assert ada.get(reverse("support-do", args=[case.reference, "dance"])).status_code == 404


def test_a_provider_that_takes_part_asks_is_answered_and_answers_in_the_pages(desk):
    programme, ada = desk
    pat = signed_in(provider_of().person)
    asked = {
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.", "about": "", "name": "Pat", "email": "pat@quillmoor.example",
        "phone": "",
    }  # fmt: skip
    answer = pat.post(reverse("help-ask", args=[programme.slug]), asked)
    case = Case.objects.get()
    assert answer["Location"] == reverse("help-question", args=[case.reference])
    assert "Your question is with us." in text_of(pat.get(answer["Location"]))
    ada.post(
        reverse("support-do", args=[case.reference, "reply"]),
        {"version": case.version, "text": "Have these ready.", "channel": "mail", "then": "ask"},
    )
    assert "Have these ready." in letter("helpline-reply")
    page = text_of(pat.get(answer["Location"]))
    assert "Have these ready." in page
    assert "waiting for your answer" in page
    pat.post(answer["Location"], {"text": "We have them."})
    assert Case.objects.get().state == "open"
    assert case.reference in text_of(pat.get(reverse("help-questions")))
    rival = signed_in(provider_of("1-999", "Mockley Care Ltd", "m@mockley.example").person)
    assert rival.get(answer["Location"]).status_code == 404
    assert case.reference not in text_of(rival.get(reverse("help-questions")))


def test_a_viewer_of_a_provider_reads_what_it_asked_and_sends_nothing_for_it(desk):
    programme, _ = desk
    firm = provider_of()
    asked = {
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.", "about": "", "name": "Pat", "email": "pat@quillmoor.example",
        "phone": "",
    }  # fmt: skip
    at = signed_in(firm.person).post(reverse("help-ask", args=[programme.slug]), asked)["Location"]
    sam = MembershipFactory(person__email="sam@quillmoor.example", body=firm.body, role=Role.VIEWER).person
    viewer = signed_in(sam)
    page = text_of(viewer.get(at))
    assert "They come on Monday." in page
    assert "an administrator of your body can answer" in page
    refused = viewer.post(at, {"text": "We have them."})
    assert refused.status_code == 403
    assert "reads and sends nothing" in text_of(refused)
    assert Message.objects.count() == 1
    viewer.post(reverse("help-ask", args=[programme.slug]), asked)  # as from outside, to be confirmed
    assert Case.objects.count() == 1


def test_a_stranger_confirms_by_a_button_and_goes_on_to_the_thread(desk, monkeypatch):
    programme, ada = desk
    kim = stranger()
    monkeypatch.setattr("irhub.support.callers.eligibility", lambda *_: NOT_KNOWN)
    asked = {
        "client_type": "provider", "client": PROVIDER, "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.",
        "about": "", "name": "Kim Example", "email": "kim@quillmoor.example", "phone": "",
    }  # fmt: skip
    page = text_of(kim.post(reverse("help-ask", args=[programme.slug]), asked))
    assert "Confirm your address" in page
    link = re.search(r"(/helpline/confirm/[\w-]+/)", letter("helpline-confirm"))[1]
    assert "Send it to an adviser" in text_of(kim.get(link))
    assert not Case.objects.exists(), "opening the link changes nothing"
    thread = kim.post(link)["Location"]
    assert "They come on Monday." in text_of(kim.get(thread))
    assert kim.get(link).status_code == 410
    for pressed in (kim.get(link), kim.post(link)):
        assert "Your question is with us" in text_of(pressed)
        assert "Ask your question again" not in text_of(pressed)
    kim.post(thread, {"text": "It is tomorrow!"})
    assert "It is tomorrow!" in text_of(ada.get(reverse("support-case", args=[Case.objects.get().reference])))
    assert kim.get(reverse("help-thread", args=["0" * 32])).status_code == 404


def test_a_worker_is_shown_the_worker_side_and_nothing_is_kept(desk):
    programme, _ = desk
    add_contact_point(
        programme=programme, version=programme.version, audience="worker", name="Sampleshire workers’ line", phone="0121 496 0009", email="",
        web="", words="", by=manager_of(programme.body),
    )  # fmt: skip
    page = text_of(stranger().post(reverse("help-ask", args=[programme.slug]), {"client_type": "worker"}, follow=True))
    assert "0121 496 0009" in page
    assert "kept nothing" in page
    assert (Case.objects.count(), Enquiry.objects.count()) == (0, 0)


def test_who_is_not_meant_is_told_kindly_and_an_unknown_name_says_what_to_try(desk):
    programme, _ = desk
    SchemeFactory(programme=programme, published=True, open_to=["provider", "council"], instead="Ask the helpline.")
    asked = {
        "client_type": "council", "client": "Leeds", "theme": programme.themes.first().pk, "subject": "x", "text": "x", "about": "", "name": "Kim",
        "email": "kim@leeds.example", "phone": "",
    }  # fmt: skip
    page = text_of(stranger().post(reverse("help-ask", args=[programme.slug]), asked))
    assert "Other help for Leeds" in page
    assert "Acas, for rules of employment" in page
    assert "Ask the helpline" not in page, "nobody is sent back to where they come from"
    assert "Try its postcode" in text_of(
        stranger().post(reverse("help-ask", args=[programme.slug]), asked | {"client": "zzz"})
    )
    assert "confirm" not in {mail.kind for mail in Mail.objects.all()}


def test_a_client_of_another_helpline_is_led_there_with_all_that_was_typed(desk):
    programme, _ = desk
    other = ProgrammeFactory(body=programme.body, name="Another hub", councils=(LEEDS,), open=True)
    asked = {
        "client_type": "council", "client": "Leeds", "theme": programme.themes.get(code="salary").pk, "subject": "Pay", "text": "How much?",
        "about": "", "name": "Kim", "email": "kim@leeds.example", "phone": "",
    }  # fmt: skip
    page = text_of(stranger().post(reverse("help-ask", args=[programme.slug]), asked))
    assert "Sampleshire recruitment hub is not for Leeds: this helpline is." in page
    assert "goes to the helpline for Leeds" in page
    assert f'action="{reverse("help-ask", args=[other.slug])}"' in page
    assert "How much?" in page
    assert f'value="{other.themes.get(code="salary").pk}" selected' in page
    leeds = signed_in(council_of("Leeds City Council", LEEDS).person)
    assert "Ask Another hub" in text_of(leeds.get(reverse("help-questions")))
    assert "Ask Sampleshire" not in text_of(leeds.get(reverse("help-questions")))
    page = text_of(leeds.post(reverse("help-ask", args=[programme.slug]), asked))
    assert "Ask Another hub" in page
    assert not Enquiry.objects.exists()
    assert not Case.objects.exists()


def test_who_asks_or_answers_too_often_is_told_so_with_all_that_they_typed(desk, monkeypatch):
    programme, _ = desk
    pat = signed_in(provider_of().person)
    monkeypatch.setattr(asking_by, "OFTEN", dict.fromkeys(asking_by.OFTEN, "1/h/key"))
    asked = {
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.", "about": "", "name": "Pat",
        "email": "pat@quillmoor.example", "phone": "",
    }  # fmt: skip
    ask = reverse("help-ask", args=[programme.slug])
    thread = pat.post(ask, asked)["Location"]
    assert pat.post(thread, {"text": "It is Tuesday."}).status_code == 302
    for address, told in ((ask, asked), (thread, {"text": "They come on Monday."})):
        answer = pat.post(address, told)
        assert answer.status_code == 400
        assert "this was not sent" in text_of(answer)
        assert "They come on Monday." in text_of(answer)
    assert Message.objects.count() == 2


def test_a_council_that_asks_about_a_client_sees_what_any_other_refused_client_sees(desk):
    programme, ada = desk
    CaseFactory(body=programme.body, contact=PAT)
    lead = council_of("Walsall Council", WALSALL)
    council = signed_in(lead.person)
    pages = []
    for about, reason in ((PROVIDER, "conflict"), ("", "capacity")):
        asked = {
            "theme": programme.themes.first().pk, "subject": "A provider", "text": "What is known?", "about": about, "name": "Lee",
            "email": "lee@sampleham.example", "phone": "",
        }  # fmt: skip
        address = council.post(reverse("help-ask", args=[programme.slug]), asked)["Location"]
        case = Case.objects.filter(client_body=lead.body).latest("opened_at")
        shown = text_of(ada.get(reverse("support-case", args=[case.reference])))
        assert ("Possible conflict" in shown) is (reason == "conflict")
        council.get(address)  # which says once that it came
        before = text_of(council.get(address))
        ada.post(reverse("support-do", args=[case.reference, "decline"]), {"version": case.version, "reason": reason})
        meanwhile = text_of(council.get(address))
        assert stripped(meanwhile, case) == stripped(before, case), "nothing tells that it was decided"
        neutral.send_neutral(case.declined.send_at)
        after = text_of(council.get(address))
        assert "We cannot take this matter on." in after
        pages.append((stripped(before, case), stripped(after, case)))
    assert pages[0] == pages[1]
    assert NAME not in "".join(pages[0])
    assert NEUTRAL.split(".")[0] in pages[0][1]


def stripped(page: str, case: Case) -> str:
    """A page without what differs between any two: the reference, the moments, and the tokens of forms and styles."""
    page = re.sub(
        r'(name="(?:csrfmiddlewaretoken|sent_once)" value|nonce)="[^"]*"', "", page.replace(case.reference, "REF")
    )
    return re.sub(r"\d+ \w+ \d{4}( at \d\d:\d\d)?|\d\d:\d\d", "WHEN", page)


def test_the_cases_of_somebody_away_wait_for_their_cover_and_the_form_says_who_is_away(desk):
    programme, _ = desk
    ben = adviser_of(programme.body, "ben")
    made = CaseFactory(body=programme.body, by=ben)
    ada = adviser_of(programme.body)
    say_away(first=localdate(), last=localdate(), cover=ada.pk, by=ben)
    page = signed_in(ada.person)
    assert "You cover for Ben" in text_of(page.get(reverse("support")))
    assert made.reference in text_of(page.get(reverse("support"), {"whose": "mine"}))
    assert "1 to reply to" in waits(ada).told
    for address in (
        reverse("support-case", args=[made.reference]),
        reverse("support-do", args=[made.reference, "hand-over"]),
    ):
        assert re.search(r"Ben,? \(?away until .*, Ada covers", text_of(page.get(address))), address


def test_a_case_says_without_a_script_who_writes_a_reply_to_it_until_it_is_sent(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body, contact=PAT)
    ben = signed_in(adviser_of(programme.body, "ben").person)
    reply = reverse("support-do", args=[case.reference, "reply"])
    ben.get(reply)
    for address in (reverse("support-case", args=[case.reference]), reply):
        assert "Ben is writing now." in text_of(ada.get(address))
    assert ada.post(reverse("support-writing", args=[case.reference])).content.decode() == "Ben is writing now."
    ben.post(reply, {"version": case.version, "text": "All of it.", "channel": "mail", "then": "answer"})
    assert "Ben is writing" not in text_of(ada.get(reverse("support-case", args=[case.reference])))


def test_the_helpline_lead_sees_which_cases_go_next_and_no_adviser_does(desk):
    programme, ada = desk
    soon, later = CaseFactory(body=programme.body), CaseFactory(body=programme.body)
    for case, days in ((soon, CASES_KEPT - 30), (later, CASES_KEPT - 300)):
        stand(case, state="closed", outcome="answered", closed_at=timezone.now() - timedelta(days=days))
    lead = signed_in(adviser_of(programme.body, "lead", Role.HELPLINE_LEAD).person)
    page = text_of(lead.get(reverse("support-going")))
    assert soon.reference in page
    assert later.reference not in page
    assert ada.get(reverse("support-going")).status_code == 403
    assert {done.name: done.count for done in preview(60)}["cases of the helpline"] == 1
    assert {done.name: done.count for done in preview(0)}["cases of the helpline"] == 0
    assert Case.objects.count() == 2


def test_a_reply_by_e_mail_is_offered_to_whom_it_reaches_and_refused_where_it_reaches_nobody(desk):
    programme, ada = desk
    case = CaseFactory(body=programme.body, contact=PAT | {"email": ""}, shown=False)
    address = reverse("support-do", args=[case.reference, "reply"])
    assert "By e-mail, now" not in text_of(ada.get(reverse("support-case", args=[case.reference])))
    told = {"version": case.version, "text": "Two.", "then": "reply", "channel": "mail"}
    assert "Select how they get it" in text_of(ada.post(address, told))
    with pytest.raises(ActionRefused, match="has an e-mail address, so this was not sent"):
        actions.reply(case=Case.objects.get(), **told, by=adviser_of(programme.body))
    now = Case.objects.get()
    assert (now.state, now.version, now.messages.count()) == ("new", case.version, 1), (
        "it still waits for a first reply"
    )
    page = text_of(ada.post(address, told | {"channel": "telephone"}, follow=True))
    assert "What you told them is in the thread." in page
    assert "on its way" not in page
    add_speaker(Case.objects.get(), by=adviser_of(programme.body), **PAT)
    assert "By e-mail, now, to Pat Example (pat@quillmoor.example)" in text_of(ada.get(address))
    sent = ada.post(address, told | {"version": Case.objects.get().version}, follow=True)
    assert "Your reply is on its way to Pat Example (pat@quillmoor.example)." in text_of(sent)


def test_what_was_told_in_a_meeting_or_by_telephone_is_mailed_to_nobody():
    case = CaseFactory(contact=PAT)
    by = adviser_of(case.body)
    for channel in ("meeting", "telephone"):
        actions.reply(case=case, version=case.version, text="Two.", then="reply", channel=channel, by=by)
    assert not Mail.objects.filter(kind="helpline-reply").exists()
    actions.reply(case=case, version=case.version, text="Two.", then="reply", channel="mail", by=by)
    assert letter("helpline-reply").startswith("Two.")


def test_a_client_whose_people_read_the_thread_is_answered_there_though_nobody_has_an_address(desk):
    programme, ada = desk
    provider_of()
    case = CaseFactory(body=programme.body, contact=PAT | {"email": ""})
    told = {"version": case.version, "text": "Two.", "then": "reply", "channel": "page"}
    answer = ada.post(reverse("support-do", args=[case.reference, "reply"]), told, follow=True)
    assert "Your reply is in the thread." in text_of(answer)


def test_what_is_sent_twice_is_made_once_and_leads_to_what_was_made(desk):
    programme, ada = desk
    theme = programme.themes.first().pk
    asked = {
        "theme": theme, "subject": "A visit", "text": "They come on Monday.", "about": "", "name": "Pat", "email": "pat@quillmoor.example", "phone": "",
        "sent_once": "a key",
    }  # fmt: skip
    pat, asks = signed_in(provider_of().person), reverse("help-ask", args=[programme.slug])
    first, again = (pat.post(asks, asked)["Location"] for _ in range(2))
    assert first == again
    assert Case.objects.count() == 1
    assert pat.post(asks, asked | {"text": "And on Tuesday."})["Location"] != first, "what was changed since is another"
    address = reverse("support-call", args=[programme.slug, "provider", PROVIDER])
    first, again = (ada.post(address, CALL | {"theme": theme, "sent_once": "a key"})["Location"] for _ in range(2))
    assert first == again
    case = Case.objects.latest("pk")
    told = {"version": case.version, "text": "Two.", "then": "reply", "channel": "telephone", "sent_once": "a key"}
    for _ in range(2):
        page = text_of(ada.post(reverse("support-do", args=[case.reference, "reply"]), told, follow=True))
        assert "in the meantime" not in page
    assert case.messages.filter(text="Two.").count() == 1
    told |= {"version": 1, "sent_once": "another key"}
    assert ada.post(reverse("support-do", args=[case.reference, "reply"]), told).status_code == 409


def test_every_form_is_drawn_a_key_of_its_own(desk):
    programme, ada = desk
    address = reverse("support-call", args=[programme.slug, "provider", PROVIDER])
    keys = {re.search(r'name="sent_once" value="(\w{32})"', ada.get(address).content.decode())[1] for _ in range(2)}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("typed", "meant"), [("Leeds city council", "Leeds"), ("Birmingam", "Birmingham"), ("barnsly", "Barnsley")]
)
def test_a_council_that_calls_is_found_with_forms_of_address_and_slips(desk, typed, meant):
    _, ada = desk
    page = text_of(ada.get(reverse("support-find"), {"q": typed}))
    assert meant in page
    assert next(one.name for one in find_callers(typed)) == meant


def test_colleagues_are_called_by_name_in_what_happened(desk):
    programme, ada = desk
    by = adviser_of(programme.body)
    case = CaseFactory(body=programme.body, contact=PAT, by=by)
    write_note(case, text="Rang them.", by=by)
    page = text_of(ada.get(reverse("support-case", args=[case.reference])))
    assert by.person.name in page
    assert by.person.email not in page.partition("What happened")[2]
