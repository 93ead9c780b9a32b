"""A mail comes once: into the case whose key it carries, from somebody who speaks there, or into the tray."""

from __future__ import annotations

import pytest

from irhub.accounts.row_security import acting
from irhub.casework.contacts import Authority, add_contact, retire_contact
from irhub.notify.models import Message as Posted
from irhub.support import actions
from irhub.support.links import link_of
from irhub.support.mail import taking_in
from irhub.support.mail.models import Mail, TrayReason
from irhub.support.mail.reading import digests_of
from irhub.support.mail.taking_in import MAILBOX as BY
from irhub.support.mail.taking_in import set_aside, take_in
from irhub.support.models import Case, CaseContact, CaseFile, Message
from irhub.support.queries import clocks_of
from tests.factories import PROVIDER
from tests.post import delivered
from tests.programmes.factories import LEEDS, ProgrammeFactory
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, adviser_of, asked, programme_of
from tests.support.mail.letters import MAILBOX, PDF, SERVER, keyed, letter, report
from tests.support.test_wall import state_of

pytestmark = pytest.mark.django_db
FAILED = f"{SERVER}; dmarc=fail header.from=quillmoor.example"


@pytest.fixture(autouse=True)
def mailbox(settings):
    settings.IRHUB_HELPLINE_MAILBOX, settings.IRHUB_HELPLINE_AUTHSERV = MAILBOX, [SERVER]


def spoken(**more) -> tuple[Case, CaseContact]:
    """A case that waits for its client, and whoever speaks in it."""
    case = CaseFactory()
    contact = add_contact(case, by=adviser_of(case.body), **PAT | more)
    actions.reply(case=case, version=case.version, text="How many?", then="ask", by=adviser_of(case.body))
    return case, contact


def came(data: bytes, case: Case, **more) -> Mail | None:
    return take_in(data, case.programme, by=BY, by_mailbox=True, **more)


def test_an_answer_to_the_keyed_address_by_somebody_who_speaks_there_wakes_the_case():
    case, contact = spoken()
    assert clocks_of(case).reply.due is None
    files = [("list.pdf", PDF), ("run.exe", b"MZ" + bytes(50))]
    mail = came(letter("Two.\n\nOn Monday Ada wrote:\n> How many?", to=keyed(contact.key), files=files), case)
    said = case.messages.get(channel="mail")
    assert (said.text, said.inbound, said.who) == ("Two.", True, "Pat Example")
    assert "How many?" in said.quoted
    assert [(one.name, bytes(one.data), one.kept_by) for one in said.files.all()] == [("list.pdf", PDF, PAT["email"])]
    assert "run.exe" in said.left_out
    case.refresh_from_db()
    assert case.state == "open"
    assert clocks_of(case).reply.due
    assert (mail.state, mail.case_id, mail.message_id, mail.why) == ("in a case", case.pk, said.pk, "")


def test_what_an_answer_quotes_of_the_hub_s_mail_is_kept_without_the_key_and_the_link():
    case, contact = spoken()
    mail = came(
        letter(
            f"Two: {link_of(contact)}\n\n> Write to +{contact.key}@hub.example: {link_of(contact)}\n",
            to=keyed(contact.key),
        ),
        case,
    )
    said = case.messages.get(channel="mail")
    assert mail.state == "in a case"
    assert contact.key not in said.text + said.quoted + mail.text + mail.quoted


def test_a_mail_is_taken_in_once_whatever_became_of_it():
    case, contact = spoken()
    for data in (letter(to=keyed(contact.key)), letter(sender="x@elsewhere.example", number="7")):
        assert came(data, case) is not None
        assert came(data, case) is None
        assert came(b"Received: from a by b\n" + data, case) is None
    assert (Mail.objects.count(), Message.objects.filter(channel="mail").count()) == (2, 1)


def test_a_mail_that_was_kept_under_its_earlier_digest_is_known_again():
    case, contact = spoken()
    data = letter("Two.", to=keyed(contact.key))
    stand(came(data, case), digest=digests_of(data)[1])
    assert came(data, case) is None
    assert set_aside(data, case.programme, by=BY, fault="It broke.") is None
    other = data.replace(b"Two.", b"Three.")
    assert came(other, case) is not None


@pytest.mark.parametrize(
    ("why", "more"),
    [
        (TrayReason.WRONG_KEY, {"to": keyed("0" * 32)}),
        (TrayReason.NOT_THEIRS, {"sender": "x@elsewhere.example"}),
        (TrayReason.NOT_PROVED, {"found_out": FAILED}),
        (TrayReason.NOT_PROVED, {"found_out": ""}),
        (TrayReason.AUTOMATIC, {"Auto_Submitted": "auto-replied"}),
        (TrayReason.UNKNOWN, {"to": MAILBOX, "sender": "x@elsewhere.example", "subject": "Re: {reference}", "References": "<{reference}@hub.example>"}),
    ],
)  # fmt: skip
def test_what_is_not_plain_waits_and_nobody_s_thread_grows(why, more):
    case, contact = spoken()
    told = {"to": keyed(contact.key)} | {name: value.format(reference=case.reference) for name, value in more.items()}
    mail = came(letter(**told), case)
    assert (mail.state, mail.why) == ("waits", why)
    assert not Message.objects.filter(channel="mail").exists()
    assert bytes(mail.eml).startswith(b"Authentication" if told.get("found_out", "x") else b"From")
    case.refresh_from_db()
    assert case.state == "waits for client"


def test_somebody_elses_key_opens_nothing_and_a_copy_subscribes_nobody():
    case, contact = spoken()
    other = CaseFactory(client_key="1-200", client_name="Fernleigh Example")
    theirs = add_contact(other, by=adviser_of(other.body), **PAT | {"email": "sam@fernleigh.example"})
    assert came(letter(to=keyed(theirs.key)), case).why == TrayReason.NOT_THEIRS
    assert came(letter(to=f"{keyed(theirs.key)}, {keyed(contact.key)}", number="2"), case).why == TrayReason.SEVERAL
    assert came(letter(to=keyed(contact.key), Cc="boss@elsewhere.example", number="3"), case).state == "in a case"
    sam = add_contact(case, by=adviser_of(case.body), **PAT | {"email": "sam@quillmoor.example"})
    both = letter(to=f"{keyed(sam.key)}, {keyed(contact.key)}", number="4")
    assert came(both, case).case == case, "an answer to all of one case carries its keys"
    assert not CaseContact.objects.filter(email__startswith="boss").exists()


def test_who_no_longer_speaks_or_never_might_is_heard_by_nobody():
    case, contact = spoken()
    none = add_contact(case, by=adviser_of(case.body), **PAT | {"email": "kim@quillmoor.example", "relation": "other", "authority": Authority.NONE})  # fmt: skip
    assert came(letter(to=keyed(none.key), sender="kim@quillmoor.example"), case).why == TrayReason.NOT_THEIRS
    retire_contact(contact, version=contact.version, by=adviser_of(case.body))
    assert came(letter(to=keyed(contact.key), number="2"), case).why == TrayReason.WRONG_KEY


def test_a_known_contact_opens_a_case_by_a_proved_mail_and_is_answered_once_by_itself():
    case, _ = spoken()
    mail = came(letter("May we hire a third?", subject="A third carer", files=[("list.pdf", PDF)]), case)
    made = Case.objects.exclude(pk=case.pk).get()
    assert (made.client_key, made.subject, made.channel, made.theme.code) == (
        PROVIDER,
        "A third carer",
        "mail",
        "other",
    )
    assert (mail.case_id, mail.opened, made.files.get().name) == (made.pk, True, "list.pdf")
    answer = next(one for one in delivered() if made.reference in one.subject)
    assert answer.to == [PAT["email"]]
    assert answer.extra_headers["Auto-Submitted"]
    assert came(letter("And a fourth?", found_out="", number="2"), case).why == TrayReason.NOT_PROVED
    for number in ("3", "4", "5"):
        last = came(letter("More?", number=number), case)
    assert last.why == TrayReason.MANY


def test_automatic_answers_to_an_address_have_an_end():
    programme = programme_of()
    for _ in range(7):
        actions.open_case(programme=programme, asked=asked(programme, contact=PAT), channel="page", by="a test")
    assert Case.objects.count() == 7
    assert Posted.objects.filter(kind="helpline-came").count() == 5


def test_who_speaks_for_several_clients_is_asked_for_whom():
    case, _ = spoken()
    other = CaseFactory(client_key="1-200", client_name="Fernleigh Example")
    add_contact(other, by=adviser_of(other.body), **PAT)
    assert came(letter(), case).why == TrayReason.SEVERAL


def test_what_the_hub_wrote_itself_is_put_away():
    case, contact = spoken()
    mail = came(letter(sender=f"Helpline <{MAILBOX}>", to=keyed(contact.key)), case)
    assert (mail.state, mail.reason) == ("discarded", "The hub wrote it itself.")


def test_mail_is_of_the_programme_to_whose_address_it_was_written(settings):
    case, contact = spoken()
    other = ProgrammeFactory(body=case.body, name="A hub of its own", councils=(LEEDS,), open=True)
    settings.IRHUB_HELPLINE_MAILBOXES = {other.slug: "leeds@hub.example"}
    assert came(letter(to="Us <Leeds@hub.example>", sender="x@elsewhere.example"), case).programme == other
    assert came(letter(sender="x@elsewhere.example", number="2"), case).programme == case.programme
    assert came(letter(to=f"leeds+{contact.key}@hub.example", number="3"), case).case == case, "a key decides"
    asking = actions.open_case(programme=other, asked=asked(other, contact=PAT), channel="page", by="a test")
    answer = next(one for one in delivered() if asking.reference in one.subject)
    assert answer.extra_headers["Reply-To"] == f"leeds+{asking.contacts.get().key}@hub.example"


def test_one_mail_to_two_threads_goes_into_both():
    case, contact = spoken()
    other = CaseFactory(contact=PAT)
    for key in (contact.key, other.contacts.get().key):
        assert came(letter(to=keyed(key)), case).state == "in a case"
    assert Message.objects.filter(channel="mail").count() == 2


def test_mail_that_comes_back_marks_the_address_and_tells_the_adviser():
    case, contact = spoken()
    ended, merged = CaseFactory(contact=PAT), CaseFactory(contact=PAT)
    stand(ended, state="closed", outcome="answered")
    stand(merged, state="merged", merged_into=case)
    ours = next(one for one in delivered() if PAT["email"] in one.to)
    number = ours.extra_headers["Message-ID"].strip("<>").partition("@")[0]
    assert came(report("0" * 32, PAT["email"]), case).why == TrayReason.AUTOMATIC, "no such mail was sent"
    assert came(report(number, "adviser@elsewhere.example"), case).why == TrayReason.AUTOMATIC, (
        "it went to somebody else"
    )
    mail = came(report(number, PAT["email"]).replace(b"I could", b"We could"), case)
    contact.refresh_from_db()
    assert contact.bounced_at
    assert (mail.state, mail.case_id, mail.message_id) == ("in a case", case.pk, None)
    assert case.events.filter(what="Had a mail to Pat Example come back").count() == 1
    assert not ended.events.filter(what__contains="come back").exists()
    assert not CaseContact.objects.filter(bounced_at=None).exists(), "it is marked wherever it speaks"
    assert [one.to for one in delivered() if "came back" in one.subject] == [["ada@hub.example"]]
    came(letter(to=keyed(contact.key)), case)
    contact.refresh_from_db()
    assert contact.bounced_at is None


def test_a_forged_report_that_names_thousands_asks_the_database_little(django_assert_max_num_queries):
    case, _ = spoken()
    forged = report("0" * 32, PAT["email"]).replace(
        b"Hello.", b"\r\n".join(b"Message-ID: <%032x@hub.example>" % n for n in range(200))
    )
    with django_assert_max_num_queries(60):
        assert came(forged, case).why == TrayReason.AUTOMATIC


def test_a_mail_that_cannot_be_read_or_is_too_large_waits_with_what_there_is():
    case, contact = spoken()
    assert came(b"\x00\xff\n\n", case).why == TrayReason.UNREADABLE
    assert came(letter(to=keyed(contact.key)), case, cut=True).why == TrayReason.TOO_LARGE
    assert came(letter(to=keyed(contact.key), number="2"), case, fault="It broke.").why == TrayReason.UNREADABLE


def test_what_is_handed_in_waits_and_its_head_proves_nothing():
    case, contact = spoken()
    ada = adviser_of(case.body)
    with acting(state_of(ada)):
        mail = take_in(letter(to=keyed(contact.key)), case.programme, by=ada)
        assert (mail.why, mail.named_id, mail.proof) == (TrayReason.HANDED_IN, case.pk, "untold")


def test_a_fault_in_the_midst_leaves_nothing_behind_and_the_next_try_is_whole(monkeypatch):
    case, contact = spoken()
    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "keep_files", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            came(letter(to=keyed(contact.key), files=[("list.pdf", PDF)]), case)
    assert not Mail.objects.exists()
    assert not Message.objects.filter(channel="mail").exists()
    assert came(letter(to=keyed(contact.key), files=[("list.pdf", PDF)]), case).state == "in a case"
    assert CaseFile.objects.get().message.case == case
