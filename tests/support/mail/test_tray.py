"""The tray: an adviser puts a mail into a case, makes one of it, discards it, and takes each back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.retention import preview
from irhub.casework.contacts import add_contact
from irhub.support.actions import merge_case, split_case
from irhub.support.links import link_of
from irhub.support.mail import actions
from irhub.support.mail.models import Mail
from irhub.support.mail.queries import waiting_told
from irhub.support.models import Case, CaseFile, Message
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.jinja import day
from tests.factories import PROVIDER, MemberFactory, OrganisationFactory, signed_in
from tests.programmes.factories import LEEDS, ProgrammeFactory
from tests.support.factories import PAT, CaseFactory, MailFactory, adviser_of
from tests.support.mail.letters import PDF, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def tray():
    """A mail that waits, a case of the same body, an adviser, and their browser."""
    case = CaseFactory()
    mail = MailFactory(
        body=case.body, data=letter("May we?", sender="Kim Example <kim@elsewhere.example>", files=[("list.pdf", PDF)])
    )
    ada = adviser_of(case.body)
    return mail, case, ada, signed_in(ada.person)


def doing(mail: Mail, what: str) -> str:
    return reverse("support-mail-do", args=[mail.pk, what])


def test_a_mail_goes_into_a_case_with_its_files_and_out_again_wholly(tray):
    mail, case, _, client = tray
    assert waiting_told(case.body) == "1 mail waits"
    assert "May we?" in client.get(reverse("support-mail", args=[mail.pk])).content.decode()
    told = {"version": mail.version, "reference": case.reference.lower()}
    assert client.post(doing(mail, "attach"), told).headers["Location"] == reverse(
        "support-case", args=[case.reference]
    )
    said = case.messages.get(channel="mail")
    assert (said.text, said.files.get().name) == ("May we?", "list.pdf")
    assert client.post(doing(mail, "attach"), told).status_code == 409
    mail.refresh_from_db()
    client.post(doing(mail, "put-back"), {"version": mail.version})
    mail.refresh_from_db()
    assert (mail.state, mail.case, mail.message) == ("waits", None, None)
    assert not Message.objects.filter(channel="mail").exists()
    assert not CaseFile.objects.exists()
    assert case.events.filter(what="Took a mail out of a thread").exists()


def test_what_was_split_off_of_a_mail_goes_with_it_also_out_of_a_case_that_was_merged(tray):
    """Whose words they were nobody knows: no thread keeps a copy."""
    mail, case, ada, _ = tray
    actions.attach(mail=mail, version=mail.version, reference=case.reference, by=ada)
    case.refresh_from_db()
    split = split_case(
        case=case, version=case.version, message=mail.message_id, theme=case.theme, subject="A second thing", by=ada
    )
    assert (split.messages.get().text, split.files.count()) == ("May we?", 1)
    split.refresh_from_db()
    again = split_case(
        case=split, version=split.version, message=split.messages.get().pk, theme=case.theme, subject="A third", by=ada
    )
    split.refresh_from_db()
    into = CaseFactory()
    merge_case(case=split, version=split.version, into=into.reference, by=ada)
    actions.put_back(mail=mail, version=mail.version, by=ada)
    assert not Message.objects.filter(text="May we?").exists()
    assert not CaseFile.objects.exists()
    for told in (case, split, again):
        assert told.events.filter(what="Took a mail out of a thread").exists()


def test_a_case_is_made_of_a_mail_and_that_is_not_undone_by_the_tray(tray):
    mail, case, ada, client = tray
    MemberFactory(
        organisation=OrganisationFactory(register="cqc_locations", entity_key="1-200"), name="Fernleigh Example"
    )
    told = {
        "version": mail.version, "client": "1-200", "name": "Kim Example", "email": "kim@elsewhere.example",
        "theme": case.programme.themes.get(code="salary").pk, "subject": "May we?",
    }  # fmt: skip
    assert "several" in client.post(doing(mail, "case"), told | {"client": "nobody of this name"}).content.decode()
    client.post(doing(mail, "case"), told)
    made = Case.objects.exclude(pk=case.pk).get()
    assert (made.client_key, made.owner, made.messages.get().text) == ("1-200", ada.person, "May we?")
    assert made.files.get().name == "list.pdf"
    mail.refresh_from_db()
    with pytest.raises(ActionRefused, match="made its case"):
        actions.put_back(mail=mail, version=mail.version, by=ada)


def test_of_two_helplines_the_theme_says_whose_case_it_is_and_a_saved_mail_is_handed_in_to_one(tray):
    mail, case, _, client = tray
    other = ProgrammeFactory(body=case.body, name="A hub of its own", councils=(LEEDS,), open=True)
    page = client.get(doing(mail, "case")).content.decode()
    assert page.index(f"{case.programme.name}: Salary") < page.index(f"{other.name}: Salary"), "whose mail it is first"
    OrganisationFactory()
    told = {
        "version": mail.version, "client": PROVIDER, "name": "Kim Example", "email": "kim@elsewhere.example",
        "theme": other.themes.get(code="salary").pk, "subject": "May we?",
    }  # fmt: skip
    client.post(doing(mail, "case"), told)
    assert Case.objects.exclude(pk=case.pk).get().programme == other
    page = reverse("support-tray")
    saved = SimpleUploadedFile("a.eml", letter("Saved.", number="9"))
    assert "Select to which helpline it came" in client.post(page, {"file": saved}).content.decode()
    saved.seek(0)
    client.post(page, {"file": saved, "programme": other.pk})
    assert Mail.objects.get(text="Saved.").programme == other


def test_what_waits_too_long_is_removed_and_the_page_says_when(tray):
    mail, _, _, client = tray
    shown = day(localdate(mail.came_at) + timedelta(days=180))
    assert f"On {shown}, if nobody deals with it before" in client.get(
        reverse("support-mail", args=[mail.pk])
    ).content.decode().replace("\n", " ")
    rule = "mail to the helpline that waits"
    goes = [next(done.count for done in preview(days) if done.name == rule) for days in (179, 181)]
    assert goes == [0, 1]
    assert Mail.objects.exists()


def test_a_mail_is_discarded_with_a_reason_and_put_back(tray):
    mail, case, ada, client = tray
    assert client.post(doing(mail, "discard"), {"version": mail.version, "reason": ""}).status_code == 400
    client.post(doing(mail, "discard"), {"version": mail.version, "reason": "An advertisement."})
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.settled_by) == ("discarded", "An advertisement.", "ada@hub.example")
    with pytest.raises(StaleVersion):
        actions.attach(mail=mail, version=mail.version - 1, reference=case.reference, by=ada)
    client.post(doing(mail, "put-back"), {"version": mail.version})
    mail.refresh_from_db()
    assert (mail.state, mail.reason, mail.settled_by) == ("waits", "", "")


def test_a_saved_mail_is_handed_in_once_and_taken_away_as_it_came(tray):
    client = tray[3]
    saved = letter("Saved.", number="9")
    page = reverse("support-tray")
    answer = client.post(page, {"file": SimpleUploadedFile("a.eml", saved)})
    made = Mail.objects.get(text="Saved.")
    assert answer.headers["Location"] == reverse("support-mail", args=[made.pk])
    assert "came before" in client.post(page, {"file": SimpleUploadedFile("a.eml", saved)}).content.decode()
    assert "EML" in client.post(page, {"file": SimpleUploadedFile("a.msg", saved)}).content.decode()
    taken = client.get(reverse("support-mail-original", args=[made.pk]))
    assert taken.content == saved
    assert taken.headers["Content-Disposition"].startswith("attachment")
    shown = client.get(page).content.decode()
    assert "A colleague handed it in" in shown
    assert "Kim Example" in shown


def test_a_file_is_taken_away_by_advisers_and_by_the_client_by_its_own_link_alone(tray, client):
    mail, case, ada, hers = tray
    contact = add_contact(case, by=ada, **PAT)
    actions.attach(mail=mail, version=mail.version, reference=case.reference, by=ada)
    file = case.files.get()
    for who, page, address in (
        (hers, reverse("support-case", args=[case.reference]), reverse("support-file", args=[case.reference, file.pk])),
        (
            client,
            reverse("help-thread", args=[link_of(contact)]),
            reverse("help-thread-file", args=[link_of(contact), file.pk]),
        ),
    ):
        assert address in who.get(page).content.decode()
        assert who.get(address).content == PDF
    other = CaseFactory(
        client_key="1-200", client_name="Fernleigh Example", contact=PAT | {"email": "sam@fernleigh.example"}
    )
    assert client.get(reverse("help-thread-file", args=[link_of(other.contacts.get()), file.pk])).status_code == 404
    assert hers.get(reverse("support-file", args=[other.reference, file.pk])).status_code == 404
