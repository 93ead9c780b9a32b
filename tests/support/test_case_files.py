"""Files that advisers and clients send on pages: checked, in the thread, behind its fence; one that is refused loses nothing typed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.support.links import link_of
from irhub.support.models import Case, CaseFile
from tests.factories import OrganisationFactory, signed_in
from tests.support.factories import PAT, CaseFactory, adviser_of, programme_of, provider_of
from tests.support.mail.letters import PDF

pytestmark = pytest.mark.django_db
REPLY = {"text": "Twelve words that I typed", "channel": "mail", "then": "answer"}
AGAIN = "Choose your files again"


def pdf(name: str = "letter.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.fixture
def case() -> Case:
    OrganisationFactory()
    return CaseFactory(contact=PAT)


def thread_of(case: Case) -> str:
    return reverse("help-thread", args=[link_of(case.contacts.get())])


def test_an_adviser_sends_files_with_a_reply_and_the_client_takes_them_from_the_thread(case):
    ada, pat = signed_in(adviser_of(case.body).person), Browser(headers={"host": "localhost"})
    page = reverse("support-case", args=[case.reference])
    assert 'enctype="multipart/form-data"' in ada.get(page).content.decode()
    reply = reverse("support-do", args=[case.reference, "reply"])
    told = REPLY | {"version": case.version, "attached": [pdf("list.pdf"), pdf()]}
    assert ada.post(reply, told).status_code == 302
    assert (
        "list.pdf, letter.pdf"
        in unseal(bytes(Mail.objects.filter(kind="helpline-reply").latest("posted_at").sealed)).text
    )
    kept = CaseFile.objects.get(name="list.pdf")
    assert (kept.case, kept.message.inbound) == (case, False)
    file = reverse("help-thread-file", args=[link_of(case.contacts.get()), kept.pk])
    assert file in pat.get(thread_of(case)).content.decode()
    assert pat.get(file).content == PDF


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (lambda: [pdf(), pdf("list.pdf", b"MZ not a PDF")], "list.pdf is"),
        (lambda: [pdf(f"{nth}.pdf") for nth in range(12)], "Choose up to 3 files: you chose 12"),
        (lambda: [pdf(data=PDF + b"x" * 2_700_000), pdf(data=PDF + b"x" * 2_700_000)], "larger than 5 MB together"),
    ],
)  # fmt: skip
def test_files_that_are_refused_lose_nothing_typed_and_none_of_them_is_taken(case, files, why):
    ada = signed_in(adviser_of(case.body).person)
    told = REPLY | {"version": case.version, "attached": files()}
    answer = ada.post(reverse("support-do", args=[case.reference, "reply"]), told)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert all(words in page for words in (why, REPLY["text"], AGAIN))
    assert not CaseFile.objects.exists()


def test_a_reply_that_came_too_late_says_that_files_have_to_be_chosen_again(case):
    ada = signed_in(adviser_of(case.body).person)
    reply = reverse("support-do", args=[case.reference, "reply"])
    answer = ada.post(reply, REPLY | {"version": 99, "attached": [pdf()]})
    assert (answer.status_code, AGAIN in answer.content.decode()) == (409, True)
    assert AGAIN not in ada.post(reply, REPLY | {"version": 99}).content.decode()


def test_a_client_sends_files_by_the_link_and_for_its_own_body_with_a_question_and_an_answer(case):
    browser = Browser(headers={"host": "localhost"})
    assert browser.post(thread_of(case), {"text": "Here it is.", "attached": [pdf()]}).status_code == 302
    assert CaseFile.objects.get().message.text == "Here it is."

    pat = signed_in(provider_of().person)
    programme = case.programme
    asked = {
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.", "about": "", "name": "Pat",
        "email": "pat@quillmoor.example", "phone": "", "attached": [pdf("notice.pdf")],
    }  # fmt: skip
    address = pat.post(reverse("help-ask", args=[programme.slug]), asked)["Location"]
    assert "notice.pdf" in pat.get(address).content.decode()
    assert pat.post(address, {"text": "And this.", "attached": [pdf("more.pdf")]}).status_code == 302
    assert "more.pdf" in pat.get(address).content.decode()


def test_somebody_without_an_account_is_told_that_files_come_once_the_address_is_confirmed():
    page = Browser(headers={"host": "localhost"}).get(reverse("help-ask", args=[programme_of().slug])).content.decode()
    assert "Files can be added once you have confirmed" in page
    assert 'type="file"' not in page


def test_what_a_client_said_is_written_down_with_its_files(case):
    ada = signed_in(adviser_of(case.body).person)
    told = {"text": "They gave me this.", "who": "Pat", "channel": "meeting", "attached": [pdf()]}
    assert ada.post(reverse("support-do", args=[case.reference, "hear"]), told).status_code == 302
    assert CaseFile.objects.get().message.inbound
