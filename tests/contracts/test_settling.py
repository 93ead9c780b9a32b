"""A line without a match is settled where it stands: found by what is typed, picked, undone, and never by two people at once."""

from __future__ import annotations

import pytest
from django.urls import reverse
from markupsafe import escape

from irhub.accounts.models import AuditEvent
from irhub.contracts import actions, queries
from irhub.contracts.models import ContractLine, ContractList
from irhub.registers.models import LocationSpan
from irhub.web.errors import ActionRefused
from tests.contracts.uploading import csv, providers, upload, with_licence
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
UNLIKE = ("Entirely Unlike Anything Plc", "ZZ1 1ZZ", "", "")


@pytest.fixture
def client(officer):
    return signed_in(officer.person)


@pytest.fixture
def line(client) -> ContractLine:
    upload(client, csv(UNLIKE, ("Another Unlike Ltd", "", "", "")))
    return ContractLine.objects.get(name=UNLIKE[0])


def settle(client, line: ContractLine, provider: str, **more: object):
    told = {"provider": provider, "version": line.version} | more
    return client.post(reverse("my-providers-line", args=[line.pk]), told, follow=True)


def test_a_provider_is_found_by_name_postcode_cqc_id_of_either_kind_and_company_number(line, client):
    span = LocationSpan.objects.filter(until=None).exclude(company_number="").order_by("provider_id").first()
    for typed in (span.provider_name, span.postcode.lower(), span.provider_id, span.location_id, span.company_number):
        page = client.get(reverse("my-providers"), {"settle": line.pk, "find": typed}).content.decode()
        assert f'value="{span.provider_id}"' in page, typed
    page = client.get(reverse("my-providers"), {"settle": line.pk, "find": "zzzzqq"}).content.decode()
    assert "Nothing was found for “zzzzqq”" in page


def test_two_lines_that_are_one_provider_are_told_and_counted_once(client):
    one, other = providers(2)
    named = [(span.provider_name, "", span.provider_id, "") for span in (one, other)]
    page = upload(client, csv(*named)).content.decode()
    assert "on more than one line" not in page
    page = upload(client, csv(*named, (one.provider_name, "", one.location_id, "second"))).content.decode()
    assert "1 provider is on more than one line of your list" in page
    held = ContractList.objects.latest("pk")
    [(facts, lines)] = queries.on_several_lines(held, queries.facts_in(held))
    assert (facts.provider_id, [line.reference for line in lines]) == (one.provider_id, ["", "second"])


def test_a_line_is_settled_and_undone_on_the_page_of_the_list(line, client):
    (span,) = with_licence("formerly")
    answer = settle(client, line, span.provider_id, match="none")
    assert answer.redirect_chain == [(f"{reverse('my-providers')}?match=none&done={line.pk}#line-{line.pk}", 302)]
    page = answer.content.decode()
    assert escape(f"{line.name} is {span.provider_name}") in page
    assert "Left the register" in page
    assert "Next: Another Unlike Ltd" in page
    line.refresh_from_db()
    assert (line.match, line.provider_id, line.decided_by) == ("accepted", span.provider_id, "officer@example.org")
    address = reverse("my-providers-line", args=[line.pk])
    undone = client.post(address, {"action": "undo", "version": line.version}, follow=True).content.decode()
    assert f"Undone: {line.name}" in undone
    line.refresh_from_db()
    assert (line.match, line.provider_id, line.decided_by, line.decided_at) == ("none", "", "", None)
    assert list(AuditEvent.objects.order_by("number").values_list("what", flat=True))[-2:] == [
        "matched a line of a list of providers", "undid the match of a line of a list of providers",
    ]  # fmt: skip
    again = client.post(address, {"action": "undo", "version": line.version}, follow=True).content.decode()
    assert "nothing to undo" in again


def test_none_of_these_is_an_answer_too(line, client):
    assert "none of the CQC’s providers" in settle(client, line, "none").content.decode()
    line.refresh_from_db()
    assert (line.match, line.decided_by) == ("none", "officer@example.org")
    assert queries.next_to_settle(line.contract_list).name == "Another Unlike Ltd"


@pytest.mark.parametrize("told", [{"provider": ""}, {"provider": "1-999"}, {"provider": "none", "version": "x"}])
def test_a_choice_that_is_none_is_told_where_the_line_stands_and_what_was_typed_is_kept(line, client, told):
    answer = client.post(
        reverse("my-providers-line", args=[line.pk]), {"version": line.version, "find": "Care", "q": "Unlike"} | told
    )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Choose a provider, or “None of these”." in page
    assert 'value="Care"' in page
    assert 'value="Unlike"' in page
    assert 'href="?' not in page, "the page is shown at another address than its own"
    line.refresh_from_db()
    assert line.version == 1


def test_two_who_settle_a_line_at_once_do_not_overwrite_each_other(line, client, officer):
    one, other = providers(2)
    actions.decide(line, one.provider_id, version=line.version, by=officer)
    assert "Somebody decided this line" in settle(client, line, other.provider_id).content.decode()
    line.refresh_from_db()
    assert line.provider_id == one.provider_id
    with pytest.raises(ActionRefused):
        actions.undo(line, version=1, by=officer)


def test_what_was_decided_holds_on_in_the_next_upload_and_can_be_undone_there(line, client, officer):
    span = providers(1)[0]
    settle(client, line, span.provider_id)
    upload(client, csv(("A Third Ltd", "", "", ""), UNLIKE))
    newest = ContractList.objects.order_by("-pk").first()
    kept = ContractLine.objects.get(contract_list=newest, name=UNLIKE[0])
    assert (kept.provider_id, kept.decided_by, kept.number) == (span.provider_id, "officer@example.org", 3)
    actions.undo(kept, version=kept.version, by=officer)
    kept.refresh_from_db()
    assert (kept.match, kept.decided_by) == ("none", "")


def test_an_old_address_of_a_line_leads_to_where_it_stands(line, client):
    answer = client.get(reverse("my-providers-line", args=[line.pk]))
    assert answer.headers["Location"] == f"{reverse('my-providers')}?settle={line.pk}#line-{line.pk}"


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1"])
def test_a_line_that_is_not_there_is_not_opened(line, client, number):
    page = client.get(reverse("my-providers"), {"settle": number})
    assert page.status_code == 200
    assert "Find the provider" not in page.content.decode()


def test_the_page_that_holds_the_line_is_shown(client):
    upload(client, csv(*((f"Unlike {at:03} Anything Plc", "", "", "") for at in range(120))))
    last = ContractLine.objects.order_by("-number").first()
    page = client.get(reverse("my-providers"), {"settle": last.pk}).content.decode()
    assert f'id="line-{last.pk}"' in page
    assert "Find the provider" in page
