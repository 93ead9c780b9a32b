"""What the helpline writes to clients by mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.absences import who_has
from irhub.accounts.models import Body, Membership, Person
from irhub.accounts.row_security import system_access
from irhub.casework.contacts import Authority, ContactState
from irhub.notify.actions import post
from irhub.notify.kinds import Kind
from irhub.notify.queries import posted_since
from irhub.support.feedback import token_of
from irhub.support.links import link_of
from irhub.support.mail.addresses import address_of
from irhub.support.models import Case, CaseContact, Enquiry, Message
from irhub.support.notices import ASKED, CONCERN, CONFIRM, FEEDBACK, MAIL_WAITS, REPLY, RETURNED, YOURS
from irhub.support.opening import hours_told, reply_told
from irhub.web.addresses import whole_address

SUBJECT = "Your question to {programme}, {reference}"
ELSEWHERE = (
    "These can help, free of charge: Acas, for rules of employment, on 0300 123 1100; the Business Help Desk of UK Visas and Immigration, for "
    "the sponsorship system; and the register of advisers at www.gov.uk/find-an-immigration-adviser, for advice on your own case."
)
"""Who else helps: told to everybody who asks, at once, so that nobody who is refused waits for it."""


def told_of(case: Case) -> list[CaseContact]:
    """Who is written to: those who speak for the client now, with authority, and have an address. Nobody is added by being copied in.

    Who asked in a case that was merged into this one too: by their own link, which opens their own thread and not this one."""
    speaking = CaseContact.objects.filter(Q(case=case) | Q(case__merged_into=case), state=ContactState.NOW)
    found = speaking.exclude(email="").exclude(authority=Authority.NONE).order_by("pk")
    merged_first = sorted(found, key=lambda one: one.case_id == case.pk)
    return list({one.email.lower(): one for one in merged_first}.values())


def tell_client(case: Case, message: Message) -> list[CaseContact]:
    """Send what was written in a thread to those who speak for the client, each with the key of their own. Returns to whom."""
    names = ", ".join(file.name for file in message.files.defer("data").order_by("kept_at", "name"))
    files = f"Files that came with this, for you on the page of the thread: {names}\n\n" if names else ""
    reached = told_of(case)
    for contact in reached:
        post(
            kind=REPLY, key=f"case/{case.reference}/{message.pk}", to=contact.email, headers=_answers(contact),
            subject=SUBJECT.format(programme=case.programme.name, reference=case.reference),
            text=f"{message.text}\n\n{files}{case.programme.name}\n\nRead the whole thread and answer, without signing in: {thread_address(contact)}\n",
        )  # fmt: skip
    return reached


def tell_colleagues(case: Case, people: Iterable[Person], what: str, *, event: str, by: Membership) -> None:
    """Tell colleagues that a case is theirs to look at, or whoever covers for them; not who tells it. The mail says nothing of the client.

    `event`: what happened, such as "escalated/3": each is told once."""
    told = {one.pk: one for person in people for one in who_has(person, case.body) if one != by.person}
    _tell_people(case, told.values(), what, kind=YOURS, event=event, by=by)


def tell_deciders(case: Case, people: Iterable[Person], *, number: int, by: Membership) -> None:
    """Tell whoever decides of a safeguarding concern that one waits: whoever raised it too, if they decide. `number`: of the concern."""
    what = "A safeguarding concern is waiting for your decision"
    _tell_people(case, people, what, kind=CONCERN, event=f"concern/{number}", by=by)


def _tell_people(case: Case, people: Iterable[Person], what: str, *, kind: Kind, event: str, by: Membership) -> None:
    for person in people:
        post(
            kind=kind, key=f"case/{case.reference}/{event}", to=person.email, subject=f"{what}: {case.reference}",
            text=f"{by.person.name} says so. Read it, once you have signed in:\n{whole_address('support-case', case.reference)}\n",
        )  # fmt: skip


def thread_address(contact: CaseContact) -> str:
    """The page on which a contact reads the thread and answers."""
    return whole_address("help-thread", link_of(contact))


def _answers(contact: CaseContact) -> dict[str, str]:
    """Where an answer goes: to the hub's mailbox with the key of the contact, if the hub reads one."""
    name, _, domain = address_of(contact.case.programme).partition("@")
    return {"Reply-To": f"{name}+{contact.key}@{domain}"} if domain else {}


MOST_AN_HOUR = 5
"""Automatic answers to one address within an hour: two machines that answer each other stop there."""


def acknowledge(case: Case) -> None:
    """Say at once that a question came, when there will be an answer, and when the hub is closed."""
    for contact in told_of(case):
        if _answered_enough(contact.email):
            continue
        post(
            kind=ASKED, key=f"case/{case.reference}/came", to=contact.email, headers=_answers(contact),
            subject=SUBJECT.format(programme=case.programme.name, reference=case.reference),
            text=f"Thank you. Your question has come to us under {case.reference}.\n\n{reply_told(case.programme, case.urgency, case.opened_at)} "
            f"{hours_told(case.programme, case.opened_at)}\n\n"
            f"If it cannot wait: {ELSEWHERE[0].lower()}{ELSEWHERE[1:]}\n\n"
            f"Read the thread and add to it, without signing in: {thread_address(contact)}\n",
        )  # fmt: skip


@system_access("how often an address was answered by itself: the outbox is nobody's to read")
def _answered_enough(address: str) -> bool:
    return posted_since(ASKED, address, timezone.now() - timedelta(hours=1)) >= MOST_AN_HOUR


def ask_feedback(case: Case) -> None:
    """Ask those who speak for the client how the helpline did, now that the case is closed, each by a link of their own."""
    for contact in told_of(case):
        address = whole_address("help-feedback", token_of(contact))
        post(
            kind=FEEDBACK, key=f"case/{case.reference}/feedback", to=contact.email,
            subject=f"How did {case.programme.name} do?",
            text=f"Your question {case.reference} is closed. If you need us again, write to us as before.\n\nTell us how we did, in three short "
            f"questions and without signing in, within four weeks: {address}\n",
        )  # fmt: skip


def feedback_address(contact: CaseContact) -> str:
    """The page on which somebody who speaks for a client says how the helpline did."""
    return reverse("help-feedback", args=[token_of(contact)])


def ask_to_confirm(enquiry: Enquiry, secret: str) -> None:
    """Ask somebody to confirm that the address is theirs. Opening the link changes nothing: scanners of mail do that too."""
    link = whole_address("help-confirm", secret)
    post(
        kind=CONFIRM, key=f"enquiry/{enquiry.digest[:16]}", to=enquiry.email,
        subject=f"Confirm your question to {enquiry.programme.name}",
        text=f"Somebody has asked {enquiry.programme.name} a question and gave this address.\n\nOpen this page and press "
        f"the button there, and your question goes to an adviser: {link}\n\nThe link works for three days. If it was not you, do nothing.\n",
    )  # fmt: skip


def tell_of_tray(people: Iterable[Person], body: Body, told: str, *, event: str) -> None:
    """Tell colleagues, or whoever covers for them, that mail waits. `told`: how much, in a sentence; `event`: as of `tell_colleagues`."""
    for person in {one.pk: one for each in people for one in who_has(each, body)}.values():
        post(
            kind=MAIL_WAITS, key=f"tray/{event}", to=person.email, subject="Mail to the helpline waits",
            text=f"{told} Put each into a case, make one of it, or discard it, once you have signed in:\n{whole_address('support-tray')}\n",
        )  # fmt: skip


def tell_of_return(case: Case, people: Iterable[Person]) -> None:
    """Tell colleagues, or whoever covers for them, that mail to a client came back: the case says whose address it was."""
    for person in {one.pk: one for each in people for one in who_has(each, case.body)}.values():
        post(
            kind=RETURNED, key=f"case/{case.reference}/returned/{localdate().isoformat()}", to=person.email,
            subject=f"Mail for {case.reference} came back",
            text="What we wrote to a client could not be delivered. Look up another address, or telephone. Read the case, once you have signed in:\n"
            f"{whole_address('support-case', case.reference)}\n",
        )  # fmt: skip
