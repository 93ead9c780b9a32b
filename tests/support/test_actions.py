"""What is done with cases, from the first word to the end."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from irhub.accounts.advice import AUTHORITY, add_registration
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.accounts.row_security import acting
from irhub.support import actions
from irhub.support.doing import offered
from irhub.support.models import Case, Outcome
from irhub.support.queries import related_to, thread_of
from irhub.support.workflows import State
from irhub.web.errors import ActionRefused, StaleVersion
from tests.factories import BodyFactory
from tests.support.factories import PAT, CaseFactory, adviser_of, asked, programme_of, provider_of
from tests.support.test_wall import state_of

pytestmark = pytest.mark.django_db


def told(case: Case) -> list[str]:
    return list(case.events.order_by("pk").values_list("after", flat=True))


def close(case: Case, by, outcome: str = Outcome.ANSWERED, **more) -> Case:
    return actions.close_case(case=case, version=case.version, theme=case.theme, outcome=outcome, by=by, **more)


def test_a_question_is_taken_answered_and_closed():
    case = CaseFactory()
    ada = adviser_of(case.body)
    assert case.reference.startswith("HL-")
    assert (case.state, case.owner) == (State.NEW, ada.person)
    actions.reply(case=case, version=case.version, text="As many as you can show work for.", then="answer", by=ada)
    close(case, ada, ending="Told how allocation works")
    assert (case.state, case.outcome) == (State.CLOSED, Outcome.ANSWERED)
    assert case.closed_at is not None
    assert told(case) == ["new", "answered", "closed"]
    assert [message.inbound for message in thread_of(case)] == [True, False]


def test_the_trail_knows_a_case_by_its_reference_and_never_by_what_was_said():
    case = CaseFactory(contact=PAT)
    actions.reply(case=case, version=case.version, text="As many as you need.", then="reply", by=adviser_of(case.body))
    trail = AuditEvent.objects.filter(about=f"case/{case.reference}")
    assert {event.what for event in trail} == {"opened a case", "added a contact", "replied to a client"}
    assert not any("certificates" in str(event.detail) or "need" in str(event.detail) for event in trail)


def test_what_the_client_says_opens_a_case_again_that_waited_or_had_ended():
    case = CaseFactory()
    ada = adviser_of(case.body)
    for then in ("ask", "answer"):
        actions.reply(case=case, version=case.version, text="How many carers?", then=then, by=ada)
        actions.hear(case=case, text="Two.", who="Pat Example", channel="telephone", by=ada)
        assert case.state == State.OPEN
    close(case, ada)
    actions.hear(case=case, text="One more thing.", who="Pat Example", channel="mail", by="mail")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (State.OPEN, "", None)
    before = case.version
    actions.hear(case=case, text="And another.", who="Pat Example", channel="mail", by="mail")
    assert (case.state, case.version) == (State.OPEN, before + 1), "a reply that was begun before is stale now"


def test_a_reply_to_a_case_that_changed_since_it_was_shown_is_refused_and_nothing_is_sent():
    case = CaseFactory()
    ada, ben = adviser_of(case.body), adviser_of(case.body, "ben")
    shown = case.version
    actions.reply(case=Case.objects.get(pk=case.pk), version=shown, text="Two.", then="reply", by=ben)
    with pytest.raises(StaleVersion, match="what you typed is still below"):
        actions.reply(case=Case.objects.get(pk=case.pk), version=shown, text="Three.", then="reply", by=ada)
    assert list(thread_of(case).values_list("text", flat=True))[1:] == ["Two."]


def test_the_lawyer_is_asked_once_the_client_was_told_and_the_case_comes_back():
    case = CaseFactory()
    ada = adviser_of(case.body)
    with pytest.raises(ActionRefused, match="Reply to the client first"):
        actions.to_lawyer(case=case, version=case.version, by=ada)
    actions.reply(case=case, version=case.version, text="A lawyer looks at it.", then="reply", by=ada)
    with pytest.raises(ActionRefused, match=r"recorded no registration .* Close the case as referred"):
        actions.to_lawyer(case=case, version=case.version, by=ada)
    add_registration(case.body, AUTHORITY, "N202600001", 1, localdate(), by="test")
    with pytest.raises(ActionRefused, match="does not cover advice of level 2"):
        actions.to_lawyer(case=case, version=case.version, level=2, by=ada)
    actions.to_lawyer(case=case, version=case.version, by=ada)
    assert case.state == State.WAITS_LAWYER
    actions.from_lawyer(case=case, version=case.version, by=ada)
    assert case.state == State.OPEN


def test_a_case_is_given_to_those_alone_who_answer_the_helpline():
    case = CaseFactory()
    ada, ben = adviser_of(case.body), adviser_of(case.body, "ben")
    keeper = adviser_of(case.body, "keeper", Role.ADMINISTRATOR)
    actions.hand_over(case=case, version=case.version, owner=ben.person_id, by=ada)
    assert case.owner_id == ben.person_id
    with pytest.raises(ActionRefused, match="does not answer the helpline"):
        actions.hand_over(case=case, version=case.version, owner=keeper.person_id, by=ada)
    actions.hand_over(case=case, version=case.version, owner=None, by=ada)
    assert case.owner_id is None


def test_an_escalation_is_settled_by_the_helpline_lead():
    case = CaseFactory()
    ada, lead = adviser_of(case.body), adviser_of(case.body, "lead", Role.HELPLINE_LEAD)
    with pytest.raises(ActionRefused, match="Say what the helpline lead"):
        actions.escalate(case=case, version=case.version, reason=" ", by=ada)
    actions.escalate(case=case, version=case.version, reason="They threaten to sue", by=ada)
    assert case.escalated_at is not None
    with pytest.raises(ActionRefused, match="helpline lead"):
        actions.settle_escalation(case=case, version=case.version, reason="Fine", by=ada)
    actions.settle_escalation(case=case, version=case.version, reason="I rang them", by=lead)
    assert case.escalated_at is None


def test_what_makes_no_sense_for_a_case_as_it_is_is_neither_offered_nor_done():
    provider_of()
    case = CaseFactory()
    leigh = adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    assert not {"settle", "show"} & set(offered(case, leigh))
    with pytest.raises(ActionRefused, match="not escalated"):
        actions.settle_escalation(case=case, version=case.version, reason="Done", by=leigh)
    with pytest.raises(ActionRefused, match="reads the thread already"):
        actions.show_to_body(case=case, version=case.version, by=leigh)
    actions.escalate(case=case, version=case.version, reason="Look", by=leigh)
    assert "escalate" not in offered(case, leigh)
    with pytest.raises(ActionRefused, match="escalated already"):
        actions.escalate(case=case, version=case.version, reason="Look again", by=leigh)
    close(case, leigh)
    assert case.escalated_at is None, "what has ended waits for no lead"


def test_a_case_merged_into_another_hears_there_and_can_be_taken_out():
    first, second = CaseFactory(), CaseFactory(subject="The same again")
    ada = adviser_of(first.body)
    actions.merge_case(case=second, version=second.version, into=first.reference, by=ada)
    assert (second.state, second.merged_into) == (State.MERGED, first)
    actions.hear(case=second, text="Here I am", who="Pat Example", channel="mail", by="mail")
    assert thread_of(first).last().text == "Here I am"
    assert second in related_to(first)
    actions.unmerge_case(case=second, version=second.version, by=ada)
    assert (second.state, second.merged_into_id) == (State.OPEN, None)


def test_a_case_is_merged_into_an_open_one_of_the_same_client_alone():
    case, other = CaseFactory(), CaseFactory(client_key="1-999", client_name="Mockley Care Ltd")
    ada = adviser_of(case.body)
    with pytest.raises(ActionRefused, match="same client"):
        actions.merge_case(case=case, version=case.version, into=other.reference, by=ada)
    with pytest.raises(ActionRefused, match="no other case"):
        actions.merge_case(case=case, version=case.version, into=case.reference, by=ada)


def test_two_cases_are_linked_once_and_each_tells_of_the_other():
    case, other = CaseFactory(), CaseFactory()
    ada = adviser_of(case.body)
    actions.link_case(case=case, version=case.version, to=other.reference, by=ada)
    with pytest.raises(ActionRefused, match="linked already"):
        actions.link_case(case=other, version=other.version, to=case.reference, by=ada)
    assert (related_to(case), related_to(other)) == ([other], [case])


def test_closing_asks_to_whom_the_client_was_referred_and_reopening_why():
    case = CaseFactory()
    ada = adviser_of(case.body)
    with pytest.raises(ActionRefused, match="who the client was referred to"):
        close(case, ada, Outcome.REFERRED)
    close(case, ada, Outcome.REFERRED, signposted_to="Acas")
    with pytest.raises(ActionRefused, match="Say why"):
        actions.reopen_case(case=case, version=case.version, reason="", by=ada)
    actions.reopen_case(case=case, version=case.version, reason="They rang again", by=ada)
    assert case.state == State.OPEN


def test_the_client_s_own_body_answers_in_its_thread_and_in_no_other():
    pat = provider_of()
    case = CaseFactory()
    assert case.client_body == pat.body
    with acting(state_of(pat)):
        actions.hear_client(reference=case.reference, text="It is urgent.", by=pat)
    assert thread_of(case).last().who == pat.person.name
    with pytest.raises(ActionRefused, match="no such question"):
        actions.hear_client(
            reference=case.reference, text="x", by=provider_of("1-999", "Mockley Care Ltd", "m@mockley.example")
        )


def test_a_programme_that_is_not_open_or_has_no_helpline_takes_no_question():
    programme = programme_of()
    ada = adviser_of(programme.body)
    with pytest.raises(ActionRefused, match="Write what is asked"):
        actions.open_case(programme=programme, asked=asked(programme, text=" "), channel="page", by=ada)
    other = programme_of(name="Mockshire recruitment hub")
    with pytest.raises(ActionRefused, match="theme of this programme"):
        actions.open_case(programme=other, asked=asked(programme), channel="page", by=ada)
    programme.body = BodyFactory()
    with pytest.raises(ActionRefused, match="takes no questions"):
        actions.open_case(programme=programme, asked=asked(programme), channel="page", by=ada)
