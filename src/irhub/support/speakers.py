"""Who speaks for a client, as the helpline keeps it: a contact, and the firm for which they speak in the register of parties."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from irhub.accounts.audit import Actor
from irhub.casework.contacts import ContactState, Told, add_contact, change_contact
from irhub.support.models import Case, CaseContact
from irhub.support.parties import enter_firms


@transaction.atomic
def add_speaker(case: Case, *, by: Actor, **told: Unpack[Told]) -> CaseContact:
    """Add somebody who speaks for the client. Raises ActionRefused."""
    made: CaseContact = add_contact(case, by=by, **told)
    enter_firms(case, [made.firm])
    return made


@transaction.atomic
def change_speaker(contact: CaseContact, *, version: int, by: Actor, **told: Unpack[Told]) -> CaseContact:
    """Change what is known of them. That mail came back is said of the address that they had. Raises ActionRefused and StaleVersion."""
    address, firm = contact.email, contact.firm
    changed: CaseContact = change_contact(contact, version=version, by=by, **told)
    if changed.email != address:
        CaseContact.objects.filter(pk=changed.pk).update(bounced_at=None)
    if changed.firm != firm:
        enter_firms(changed.case, [changed.firm])
    return changed


def unreached(case: Case) -> list[CaseContact]:
    """Who speaks for the client today and has an address from which mail came back."""
    return list(case.contacts.filter(state=ContactState.NOW).exclude(bounced_at=None).order_by("pk"))
