"""The one way out of the helpline's confidence: who decides, by which law, and what is kept of it."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.absences import say_away
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Role
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.support.actions import escalate
from irhub.support.models import Concern
from irhub.support.safeguarding import deciders, grounds, keep, lead_of, name_lead, pass_on, raise_concern, tell
from irhub.web.errors import ActionRefused
from tests.factories import OrganisationFactory, signed_in
from tests.support.factories import CaseFactory, adviser_of

pytestmark = pytest.mark.django_db
SEEN = "The manager said that residents are left alone at night."
SHARED = {
    "passed_to": "Adult safeguarding, Sampleham",
    "shared": "That residents are alone at night.",
    "client_told": True,
}


@pytest.fixture
def case():
    OrganisationFactory()
    return CaseFactory()


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_ground_names_its_law_where_it_can_be_read_to_whom_and_what_is_kept_back():
    assert "Care Act 2014, section 42" in {one.law for one in grounds().values()}
    for one in grounds().values():
        assert one.link.startswith("https://www.legislation.gov.uk/")
        assert all((one.title, one.says, one.to, one.tell, one.withhold))


def test_the_named_lead_decides_or_their_cover_and_the_helpline_leads_while_nobody_is_named(case):
    ada, ben = adviser_of(case.body), adviser_of(case.body, "ben")
    leigh = adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    assert deciders(case.programme) == [leigh.person]
    name_lead(programme=case.programme, person=ben.person_id, by=leigh)
    assert (lead_of(case.programme), deciders(case.programme)) == (ben.person, [ben.person])
    say_away(first=localdate(), last=localdate(), cover=ada.pk, by=ben)
    assert deciders(case.programme) == [ben.person, ada.person]
    with pytest.raises(ActionRefused, match="answers this helpline"):
        name_lead(programme=case.programme, person=0, by=leigh)


def test_only_whoever_decides_passes_it_on_by_a_law_and_the_client_is_told_unless_that_is_unsafe(case):
    ada, ben = adviser_of(case.body), adviser_of(case.body, "ben")
    name_lead(programme=case.programme, person=ben.person_id, by=adviser_of(case.body, "leigh", Role.HELPLINE_LEAD))
    made = raise_concern(case, ground="adult", text=SEEN, by=ada)
    mail = unseal(bytes(Mail.objects.get(kind="helpline-concern").sealed))
    assert (mail.to, SEEN in mail.text) == ("ben@hub.example", False)
    with pytest.raises(ActionRefused, match="Ben decides this"):
        pass_on(made, version=made.version, **SHARED, by=ada)
    for missing, field in (
        ({"passed_to": " "}, "passed_to"), ({"shared": ""}, "shared"), ({"client_told": False}, "unsafe"),
    ):  # fmt: skip
        with pytest.raises(ActionRefused) as refused:
            pass_on(made, version=made.version, **SHARED | missing, by=ben)
        assert refused.value.field == field
    with pytest.raises(ActionRefused, match="why it is not passed on"):
        keep(made, version=made.version, reason="", by=ben)
    keep(made, version=made.version, reason="The council knows already.", by=ben)
    pass_on(
        made, version=made.version, **SHARED | {"client_told": False, "unsafe": "They are the one who does it."}, by=ben
    )
    tell(made, version=made.version, by=ben)
    made.refresh_from_db()
    assert (made.state, made.law, made.client_told, made.decided_by) == (
        "passed on", "Care Act 2014, section 42", True, "ben@hub.example",
    )  # fmt: skip
    assert made.events.filter(what__contains="section 42").exists()
    trail = AuditEvent.objects.filter(what__contains="safeguarding concern")
    assert trail.count() == 4
    assert not any(SEEN in str(event.detail) or SHARED["shared"] in str(event.detail) for event in trail)


def test_whoever_decides_is_written_to_of_each_concern_whatever_they_were_told_before_and_whoever_raised_it(case):
    leigh = adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    escalate(case=case, version=case.version, reason="They threaten to sue", by=adviser_of(case.body))
    for who in (adviser_of(case.body), leigh):
        raise_concern(case, ground="adult", text=SEEN, by=who)
    told = [unseal(bytes(one.sealed)) for one in Mail.objects.filter(kind="helpline-concern")]
    assert [one.to for one in told] == ["leigh@hub.example"] * 2
    assert Mail.objects.filter(kind="helpline-yours").count() == 1


def test_while_nobody_decides_every_adviser_is_written_to(case):
    raise_concern(case, ground="adult", text=SEEN, by=adviser_of(case.body))
    assert unseal(bytes(Mail.objects.get(kind="helpline-concern").sealed)).to == "ada@hub.example"


def test_the_database_keeps_none_that_was_passed_on_without_a_law_a_receiver_and_words(case):
    made = raise_concern(case, ground="adult", text=SEEN, by=adviser_of(case.body))
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern._base_manager.filter(pk=made.pk).update(state="passed on")


def test_a_concern_on_a_ground_that_left_the_list_is_still_shown_and_decided_by_another_that_names_a_law(case):
    ada = adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    made = raise_concern(case, ground="adult", text="Residents are alone.", by=ada)
    Concern.objects.filter(pk=made.pk).update(ground="of old")
    made.refresh_from_db()
    client = signed_in(ada.person)
    assert "no longer on the list" in text_of(client.get(reverse("support-case", args=[case.reference])))
    part = reverse("support-part", args=[case.reference, "concern", 1, "pass-on"])
    assert client.get(part).status_code == 200
    with pytest.raises(ActionRefused, match="raise it again"):
        pass_on(made, version=made.version, passed_to="The council", shared="All of it", client_told=True, by=ada)


def test_it_is_raised_marked_and_decided_on_the_pages(case):
    ada = signed_in(adviser_of(case.body).person)
    leigh = signed_in(adviser_of(case.body, "leigh", Role.HELPLINE_LEAD).person)
    raising = reverse("support-do", args=[case.reference, "safeguarding"])
    page = text_of(ada.get(raising))
    for words in ("call 999 first", "Care Act 2014, section 42", "Keep back", "Leigh decides"):
        assert words in page
    assert "Select what it is about" in text_of(ada.post(raising, {"text": SEEN}))
    assert ada.post(raising, {"ground": "adult", "text": SEEN}).status_code == 302
    address = reverse("support-part", args=[case.reference, "concern", 1, "pass-on"])
    shown = {
        name: text_of(one.get(reverse("support-case", args=[case.reference])))
        for name, one in (("ada", ada), ("leigh", leigh))
    }
    assert SEEN in shown["ada"]
    assert (address in shown["ada"], address in shown["leigh"]) == (False, True)
    assert "waits for a decision" in text_of(ada.get(reverse("support")))
    told = {"version": 1, "passed_to": "Adult safeguarding", "shared": "All of it.", "client_told": "no", "unsafe": ""}
    assert "why it is not safe" in text_of(leigh.post(address, told))
    assert leigh.post(address, told | {"client_told": "yes"}).status_code == 302
    assert "waits for a decision" not in text_of(ada.get(reverse("support")))
    naming = reverse("support-safeguarding", args=[case.programme.slug])
    assert ada.get(naming).status_code == 403
    leigh.post(naming, {"person": str(adviser_of(case.body, "ben").person_id)})
    assert lead_of(case.programme).name == "Ben"
