"""What a client reads and writes by a link, and what it sees while a refusal waits for its time."""

from __future__ import annotations

import pytest

from irhub.casework.contacts import Authority, change_contact
from irhub.support import client_side
from irhub.web.errors import ActionRefused
from tests.support.factories import PAT, CaseFactory, adviser_of

pytestmark = pytest.mark.django_db


def test_who_turns_out_to_have_no_authority_reads_and_writes_nothing_by_their_link_any_more():
    case = CaseFactory(contact=PAT)
    contact = case.contacts.get()
    assert client_side.thread_of_key(contact.key).reference == case.reference
    change_contact(contact, version=contact.version, authority=Authority.NONE, by=adviser_of(case.body))
    assert client_side.thread_of_key(contact.key) is None
    with pytest.raises(ActionRefused, match="no longer good"):
        client_side.write_by_key(contact.key, "Tell me all of it.")
    assert case.messages.count() == 1
