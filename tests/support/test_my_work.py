"""What waits for people is told where their day begins: what may harm somebody first, and what is asked of a client to that client alone."""

from __future__ import annotations

import re

import pytest

from irhub.accounts.roles import Role
from irhub.casework.complaints import complain
from irhub.support import actions, neutral
from irhub.support.models import Case
from irhub.support.safeguarding import name_lead
from tests.factories import MembershipFactory, OrganisationFactory, signed_in
from tests.support.factories import PAT, CaseFactory, ConcernFactory, adviser_of, council_of, provider_of

pytestmark = pytest.mark.django_db
TOLD = "the helpline waits for your answer"


@pytest.fixture(autouse=True)
def quillmoor():
    OrganisationFactory()


def read(membership, address: str = "/today/") -> str:
    return re.sub(r"\s+", " ", signed_in(membership.person).get(address).content.decode())


def test_a_lead_s_day_begins_with_a_concern_that_waits_for_them_a_letter_that_is_due_and_an_escalated_case():
    concern = ConcernFactory()
    case, ada = concern.case, adviser_of(concern.case.body)
    lead = adviser_of(case.body, "lead", Role.HELPLINE_LEAD)
    complain(case, complainant="Pat Example", text="Too slow.", level="minor", owner=None, by=ada)
    case.refresh_from_db()
    actions.escalate(case=case, version=case.version, reason="They threaten us.", by=ada)
    for address in ("/today/", "/my-work/"):
        page = read(lead, address)
        assert (
            "Cases of the helpline</a>: 1 safeguarding concern for you to decide, 1 holding letter for a complaint due by "
        ) in page, address
        assert "1 escalated case to settle" in page, address
        assert page.index("Cases of the helpline</a>") < page.index("Webinars: who came</a>"), address
        adviser = read(ada, address)
        assert "safeguarding concern" not in adviser
        assert "holding letter" not in adviser
        assert "escalated case" not in adviser
    name_lead(programme=case.programme, person=ada.person_id, by=lead)
    assert "1 safeguarding concern" in read(ada)
    assert "safeguarding concern" not in read(lead)


def test_a_complaint_s_letter_is_told_to_whoever_looks_into_it():
    case = CaseFactory()
    ada = adviser_of(case.body)
    complain(case, complainant="Pat Example", text="Too slow.", level="minor", owner=ada.person_id, by=ada)
    assert "1 holding letter for a complaint due by" in read(ada)


def test_a_provider_s_day_says_that_the_helpline_waits_for_its_answer_to_its_own_people_alone():
    pat = provider_of()
    viewer = MembershipFactory(body=pat.body, role=Role.VIEWER, person__email="sam@quillmoor.example")
    rival = provider_of("1-999", "Mockley Care Ltd", "m@mockley.example")
    case = CaseFactory(contact=PAT, subject="A visit")
    assert "Nothing is waiting for you" in read(pat)
    actions.reply(case=case, version=case.version, text="How many?", then="ask", by=adviser_of(case.body))
    for own in (pat, viewer):
        assert TOLD in read(own)
        assert f"/helpline/questions/{case.reference}/" in read(own, "/helpline/questions/").split("<table")[0]
    for other in (rival, council_of(), MembershipFactory(person__email="o@council.example")):
        assert TOLD not in read(other)
    neutral.decline(case=case, version=case.version, reason="conflict", by=adviser_of(case.body))
    assert TOLD in read(pat), "what was decided and not yet told changes nothing that the client sees"
    signed_in(pat.person).post(f"/helpline/questions/{case.reference}/", {"text": "Two."})
    assert Case.objects.get().state == "open"
    assert TOLD not in read(pat)
