"""What a client reads and writes by a link, and what it sees while a refusal waits for its time."""

from __future__ import annotations

import pytest

from irhub.casework.contacts import Authority, change_contact
from irhub.support import actions, client_side
from irhub.support.forms import CloseForm
from irhub.support.letters import told_of
from irhub.support.links import TAKEN_OUT, link_of, without_secrets
from irhub.support.neutral import decline
from irhub.web.errors import ActionRefused
from tests.support.factories import PAT, CaseFactory, adviser_of, asked, provider_of

pytestmark = pytest.mark.django_db


def test_who_turns_out_to_have_no_authority_reads_and_writes_nothing_by_their_link_any_more():
    case = CaseFactory(contact=PAT)
    contact = case.contacts.get()
    assert client_side.thread_of_link(link_of(contact)).reference == case.reference
    change_contact(contact, version=contact.version, authority=Authority.NONE, by=adviser_of(case.body))
    assert client_side.thread_of_link(link_of(contact)) is None
    with pytest.raises(ActionRefused, match="no longer works"):
        client_side.write_by_link(link_of(contact), "Tell me all of it.")
    assert case.messages.count() == 1


@pytest.mark.parametrize("then", ["", "ask", "answer"])
def test_a_client_sees_the_same_with_and_without_a_refusal_that_waits_whatever_it_was_told_and_writes(then):
    refused, other = CaseFactory(contact=PAT), CaseFactory(contact=PAT)
    ada = adviser_of(refused.body)
    for case in (refused, other):
        if then:
            actions.reply(case=case, version=case.version, text="How many?", then=then, by=ada)
    decline(case=refused, version=refused.version, reason="scope", by=ada)

    def stand() -> list[str]:
        return [client_side.thread_of_link(link_of(case.contacts.get())).stands for case in (refused, other)]

    before = stand()
    for case in (refused, other):
        client_side.write_by_link(link_of(case.contacts.get()), "Two.")
    after = stand()
    assert (before[0], after[0]) == (before[1], after[1])


def test_nobody_ends_a_case_as_refused_but_by_the_words_and_the_time_that_are_the_same_for_all():
    case = CaseFactory(contact=PAT)
    assert {value for value, _ in CloseForm().fields["outcome"].choices} == {
        "answered",
        "lawyer",
        "referred",
        "no reply",
    }
    with pytest.raises(ActionRefused, match="cannot act instead"):
        actions.close_case(
            case=case, version=case.version, theme=case.theme, outcome="could not act", by=adviser_of(case.body)
        )


def test_whoever_sees_the_address_that_answers_go_to_opens_no_thread_by_it():
    case = CaseFactory(contact=PAT)
    contact = case.contacts.get()
    for wrong in (contact.key, f"{contact.key}:", f"{contact.key}:{'x' * 43}", ""):
        assert client_side.thread_of_link(wrong) is None


@pytest.mark.parametrize("quoting", [":", "%3A", "%253a"])
def test_what_is_kept_of_a_mail_holds_no_key_and_no_link_of_those_that_it_quotes(quoting):
    case = CaseFactory(contact=PAT)
    link = link_of(case.contacts.get())
    key = case.contacts.get().key
    quoted = f"> To: help+{key}@hub.example\n> Read it: https://hub.example/helpline/thread/{link.replace(':', quoting)}/ Regards"
    kept = without_secrets(quoted)
    assert (key in kept, link.partition(":")[2] in kept) == (False, False)
    assert kept == f"> To: help@hub.example\n> Read it: https://hub.example/helpline/thread/{TAKEN_OUT}/ Regards"


def test_who_asked_in_a_case_that_was_merged_is_answered_and_still_opens_their_own_thread_alone():
    into, merged = (
        CaseFactory(contact=PAT),
        CaseFactory(contact=PAT | {"name": "Kim Example", "email": "kim@quillmoor.example"}),
    )
    ada = adviser_of(into.body)
    actions.merge_case(case=merged, version=merged.version, into=into.reference, by=ada)
    assert [one.email for one in told_of(into)] == ["kim@quillmoor.example", PAT["email"]]
    theirs = next(one for one in told_of(into) if one.name == "Kim Example")
    assert client_side.thread_of_link(link_of(theirs)).reference == merged.reference
    actions.unmerge_case(case=merged, version=merged.version, by=ada)
    assert [one.email for one in told_of(into)] == [PAT["email"]]


def test_a_provider_has_no_question_of_whoever_asked_in_its_name_before_their_authority_was_seen():
    pat = provider_of()
    case = CaseFactory(contact=PAT | {"authority": Authority.SAID}, shown=False)
    assert case.client_body is None
    ada, contact = adviser_of(case.body), case.contacts.get()
    with pytest.raises(ActionRefused, match="authority that was seen"):
        actions.show_to_body(case=case, version=case.version, by=ada)
    change_contact(contact, version=contact.version, authority=Authority.SEEN, by=ada)
    actions.show_to_body(case=case, version=case.version, by=ada)
    case.refresh_from_db()
    assert case.client_body == pat.body
    own = actions.open_case(programme=case.programme, asked=asked(case.programme), channel="page", by=pat)
    assert own.client_body == pat.body, "who asks signed in asks for their own body"
