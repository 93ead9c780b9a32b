"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from django.utils import timezone

from irhub.accounts.models import Body
from irhub.files.handed_in import HandedIn
from irhub.support.feedback import token_of
from irhub.support.links import link_of
from irhub.support.models import Case, CaseFile, Outcome
from irhub.support.workflows import State
from tests.owners import Makes, named_by_lot, pair_of
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, ConsentFactory, MailFactory, programme_of, secret_of_enquiry


def helpline_case_of(hub: Body) -> Case:
    """A case of the helpline that a body runs; of another body, of the usual hub."""
    found = Case.objects.filter(body=hub).first()
    return found or CaseFactory(body=hub, contact=PAT)


def question_of(client: Body) -> str:
    """What a body asked the helpline, by its reference."""
    told = {
        "client_type": "council" if client.kind == "council" else "provider",
        "client_key": client.place_code or f"none-{client.pk}",
        "client_name": client.name,
    }
    return str(CaseFactory(**told))


def call_of(hub: Body) -> dict[str, object]:
    """A call of a provider to the helpline of a body."""
    return {"slug": helpline_case_of(hub).programme.slug, "kind": "provider"}


def file_of(reference: str) -> dict[str, object]:
    """A file of a case."""
    case = Case.objects.get(reference=reference)
    made = CaseFile.keep(
        HandedIn("list.pdf", "application/pdf", b"%PDF", "0" * 64), by="a test", body=case.body_id, case=case, message=case.messages.first()
    )  # fmt: skip
    return {"reference": reference, "number": made.pk}


def keyed_file() -> dict[str, object]:
    """A file of a thread to which a link leads."""
    case = CaseFactory(contact=PAT)
    return {"link": link_of(case.contacts.get()), "number": file_of(case.reference)["number"]}


def asked_how_it_was() -> dict[str, object]:
    """The link by which the client of a case says how the helpline did."""
    case = stand(CaseFactory(contact=PAT), state=State.CLOSED, outcome=Outcome.ANSWERED, closed_at=timezone.now())
    return {"token": token_of(case.contacts.get())}


THINGS: Makes = {
    "support-file": lambda owner: file_of(helpline_case_of(owner.body).reference),
    "help-question-file": lambda owner: file_of(question_of(owner.body)),
    **dict.fromkeys(("support-case", "support-writing"), lambda owner: named_by_lot(helpline_case_of(owner.body))),
    **dict.fromkeys(
        ("support-mail", "support-mail-original"), lambda owner: {"number": MailFactory(body=owner.body).pk}
    ),
    "support-mail-do": lambda owner: {"number": MailFactory(body=owner.body).pk, "what": "discard"},
    "support-do": lambda owner: named_by_lot(helpline_case_of(owner.body)) | {"what": "note"},
    "support-part": lambda owner: (
        named_by_lot(helpline_case_of(owner.body)) | {"kind": "contact", "nth": 1, "what": "change"}
    ),
    "support-consent": lambda owner: {"number": ConsentFactory(body=owner.body).pk},
    "support-safeguarding": lambda owner: {"slug": call_of(owner.body)["slug"]},
    "support-call": lambda owner: call_of(owner.body) | {"key": pair_of(owner)["provider_id"]},
    "help-question": lambda owner: {"reference": question_of(owner.body)},
}
EVERYBODYS: Makes = {
    "help-feedback": lambda _: asked_how_it_was(),
    **dict.fromkeys(("help-ask", "help-worker"), lambda _: {"slug": programme_of().slug}),
    "help-thread": lambda _: {"link": link_of(CaseFactory(contact=PAT).contacts.get())},
    "help-thread-file": lambda _: keyed_file(),
    "help-confirm": lambda _: {"secret": secret_of_enquiry()},
}
