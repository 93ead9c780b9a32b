"""A council uploads its list, settles what is doubtful, and hears about those providers alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from markupsafe import escape

from irhub.accounts.acting import asker_as
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role, Side
from irhub.accounts.row_security import Acting, acting
from irhub.contracts import services
from irhub.contracts.alerts import send_alerts
from irhub.contracts.models import AlertChoice, ContractLine, ContractList
from irhub.indicators.models import Signal
from irhub.indicators.queries import audiences_of, signals_of_organisation
from irhub.organisations.models import Member
from irhub.registers import queries as register_queries
from irhub.registers.models import LocationSpan
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in
from tests.loaded import load_fictional

pytestmark = pytest.mark.django_db
HUB = "https://hub.example.org"


@pytest.fixture
def officer(data_folder):
    load_fictional(data_folder)
    return MembershipFactory(person__email="officer@example.org", body=BodyFactory(), role=Role.VIEWER)


def providers(count: int) -> list[LocationSpan]:
    """Locations of that many providers, whose names stand on the list once."""
    spans = LocationSpan.objects.filter(until=None).order_by("provider_id", "location_id").distinct("provider_id")
    return list(spans[:count])


def csv(*rows: tuple[str, ...], header: str = "Provider name,Postcode,CQC id,Reference") -> SimpleUploadedFile:
    lines = [header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    return SimpleUploadedFile("contracts.csv", "\n".join(lines).encode(), "text/csv")


def test_lines_with_ids_and_with_names_and_postcodes_are_matched(officer):
    client = signed_in(officer.person)
    one, *others = providers(12)
    rows = [(one.provider_name, "", one.location_id, "C1")]
    rows += [(span.provider_name.upper(), span.postcode.lower(), "", "") for span in others]
    page = client.post(reverse("my-providers-upload"), {"file": csv(*rows)}, follow=True).content.decode()
    assert "12 lines were taken in" in page
    lines = list(ContractLine.objects.order_by("number"))
    assert (lines[0].match, lines[0].provider_id) == ("accepted", one.provider_id)
    right = [line for line, span in zip(lines[1:], others, strict=True) if line.provider_id == span.provider_id]
    assert len(right) >= 10
    assert all(line.reasons for line in lines if line.match == "accepted")
    assert AuditEvent.objects.filter(what="uploaded a list of providers").count() == 1


def test_a_file_that_is_no_list_changes_nothing_and_says_why(officer):
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv(("Quillmoor Care Ltd", "", "", ""))})
    for bad, why in (
        (csv(("1",), header="Budget"), "No column is called"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.4", "application/pdf"), "not a CSV, XLSX or ODS"),
        (None, "Choose a file first"),
    ):
        answer = client.post(reverse("my-providers-upload"), {"file": bad} if bad else {}, follow=True)
        assert why in answer.content.decode()
    assert ContractList.objects.count() == 1


def test_a_decision_holds_on_in_the_next_upload_and_an_upload_can_be_taken_back(officer):
    client = signed_in(officer.person)
    span = providers(1)[0]
    unlike = ("Entirely Unlike Anything Plc", "ZZ1 1ZZ", "", "")
    client.post(reverse("my-providers-upload"), {"file": csv(unlike)})
    line = ContractLine.objects.get()
    answer = client.post(
        reverse("my-providers-line", args=[line.pk]),
        {"provider": "other", "other": span.provider_id, "version": line.version},
        follow=True,
    )
    assert "is decided" in answer.content.decode()
    client.post(reverse("my-providers-upload"), {"file": csv(("Another Ltd", "", "", ""), unlike)})
    second = ContractList.objects.order_by("-pk").first()
    kept = ContractLine.objects.get(contract_list=second, number=3)
    assert (kept.provider_id, kept.decided_by) == (span.provider_id, "officer@example.org")
    client.post(reverse("my-providers-take-back"), {"list": second.pk})
    page = client.get(reverse("my-providers")).content.decode()
    assert "Another Ltd" not in page
    assert "Entirely Unlike" in page
    late = client.post(reverse("my-providers-take-back"), {"list": second.pk}, follow=True)
    assert "Somebody uploaded or took back" in late.content.decode()
    back = client.post(reverse("my-providers-take-back"), {"list": second.pk, "action": "bring back"}, follow=True)
    assert "Another Ltd" in back.content.decode()
    late = client.post(reverse("my-providers-take-back"), {"list": second.pk, "action": "bring back"}, follow=True)
    assert "Somebody uploaded or brought back" in late.content.decode()


def test_two_who_decide_a_line_at_once_do_not_overwrite_each_other(officer):
    client = signed_in(officer.person)
    span = providers(1)[0]
    client.post(reverse("my-providers-upload"), {"file": csv((span.provider_name, span.postcode, "", ""))})
    line = ContractLine.objects.get()
    services.decide(line, span.provider_id, version=line.version, membership=officer)
    answer = client.post(
        reverse("my-providers-line", args=[line.pk]), {"provider": "none", "version": line.version}, follow=True
    )
    assert "Somebody decided this line" in answer.content.decode()
    line.refresh_from_db()
    assert line.provider_id == span.provider_id


def test_another_body_sees_nothing_of_a_list_even_without_a_filter(officer):
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv(("Quillmoor Care Ltd", "", "", "secret-17"))})
    other = PersonFactory(
        email="else@example.org", roles=[(BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council"), Role.VIEWER)]
    )
    page = signed_in(other).get(reverse("my-providers")).content.decode()
    assert "secret-17" not in page
    assert "Upload the list of providers that Exampleton Council buys care from" in page
    line = ContractLine.objects.get()
    assert signed_in(other).get(reverse("my-providers-line", args=[line.pk])).status_code == 404
    with acting(Acting(person=other.pk, body=other.memberships.get().body_id, role="viewer", side=Side.OVERSIGHT)):
        assert not ContractList.objects.exists()
        assert not ContractLine.objects.exists()


def test_the_list_downloads_without_formulas(officer):
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv(("=HYPERLINK(1)", "", "", ""))})
    text = client.get(reverse("my-providers"), {"format": "csv"}).content.decode()
    assert "'=HYPERLINK(1)" in text


def test_an_alert_tells_of_changes_about_the_listed_providers_alone_and_once(officer):
    client = signed_in(officer.person)
    everybody = [(span.provider_name, "", span.provider_id, "") for span in providers(1000)]
    client.post(reverse("my-providers-upload"), {"file": csv(*everybody)})
    client.post(reverse("my-providers-alerts"), {"every": "day"})
    newest = register_queries.newest_date()
    assert send_alerts(HUB, newest) == 0  # nothing is new since the choice was made
    AlertChoice.objects.update(told_until=newest - timedelta(days=40))
    assert send_alerts(HUB, newest) == 1
    assert send_alerts(HUB, newest) == 0
    told = mail.outbox[0]
    assert told.to == ["officer@example.org"]
    for said in ("What to do next", "#changes", "open question", "to stop", "#alerts"):
        assert said in told.body
    assert not told.alternatives, "plain text alone"
    assert f"{HUB}{reverse('my-providers')}" in told.body
    mail.outbox.clear()
    AlertChoice.objects.update(told_until=newest - timedelta(days=40))
    client.post(reverse("my-providers-upload"), {"file": csv(("Nobody That Is Known", "", "", ""))})
    assert send_alerts(HUB, newest) == 0


def test_nobody_is_told_who_chose_never_or_left_or_was_told_this_week(officer):
    client = signed_in(officer.person)
    everybody = [(span.provider_name, "", span.provider_id, "") for span in providers(1000)]
    client.post(reverse("my-providers-upload"), {"file": csv(*everybody)})
    newest = register_queries.newest_date()
    long_ago = newest - timedelta(days=40)
    services.choose_alerts("week", membership=officer)
    AlertChoice.objects.update(told_until=newest - timedelta(days=3))
    assert send_alerts(HUB, newest) == 0
    AlertChoice.objects.update(told_until=long_ago, every="never")
    assert send_alerts(HUB, newest) == 0
    AlertChoice.objects.update(told_until=long_ago, every="day")
    officer.since, officer.until = date(2026, 1, 1), date(2026, 2, 1)
    officer.save()
    assert send_alerts(HUB, newest) == 0


def test_lines_that_need_a_person_come_first_then_those_whose_provider_asks_for_attention_soonest(officer):
    told = Signal.objects.filter(severity__in=["act this week", "look soon"], organisation__isnull=False)
    asking = told.filter(audience="public").order_by("pk")[0]
    calm = Member.objects.filter(register="cqc_locations").exclude(organisation__in=told.values("organisation"))[0]
    asked = Member.objects.filter(register="cqc_locations", organisation=asking.organisation_id)[0]
    rows = [("Aaa", "", calm.entity_key, ""), ("Bbb", "", asked.entity_key, ""), ("Zzz Wholly Unknown", "", "", "")]
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv(*rows)})
    text = client.get(reverse("my-providers"), {"format": "csv"}).content.decode()
    assert [line.split(",")[1] for line in text.splitlines()[1:]] == ["Zzz Wholly Unknown", "Bbb", "Aaa"]
    mine = signals_of_organisation(asking.organisation_id, audiences=audiences_of(asker_as(officer)))
    urgent = [signal for signal in mine if signal.severity != "know"]
    page = client.get(reverse("my-providers")).content.decode()
    assert f"{len(urgent)} signal" in page
    assert escape(urgent[0].says) in page
    assert "Nothing now" in page


def test_the_page_of_an_organisation_leads_those_who_plan_to_what_hangs_on_its_licence(officer, client):
    standing = LocationSpan.objects.filter(until=None).exclude(provider_id="").values("provider_id")
    held = Member.objects.filter(register="cqc_locations", entity_key__in=standing)[0].organisation_id
    address = reverse("what-if", args=[held])
    assert address in signed_in(officer.person).get(reverse("organisation", args=[held])).content.decode()
    assert address not in client.get(reverse("organisation", args=[held])).content.decode()


def test_a_name_that_is_only_like_a_providers_is_not_said_to_be_nobodys(officer):
    span = providers(1)[0]
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv((span.provider_name, "", "", ""))})
    ContractLine.objects.update(match="none", provider_id=span.provider_id, decided_by="", decided_at=None)
    page = client.get(reverse("my-providers")).content.decode()
    assert escape(f"The nearest name is {span.provider_name}") in page
