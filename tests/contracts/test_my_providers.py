"""A council uploads its list, settles what is doubtful, and hears about those providers alone."""

from __future__ import annotations

from csv import reader as csv_reader
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from markupsafe import escape

from irhub.accounts.access import working
from irhub.accounts.acting import asker_as
from irhub.accounts.messages import choose
from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role, Side
from irhub.accounts.row_security import Acting, acting
from irhub.contracts.models import ContractFile, ContractLine, ContractList
from irhub.contracts.notices import CONTRACTED_PROVIDERS
from irhub.indicators.indicator import Severity
from irhub.indicators.models import Signal
from irhub.indicators.queries import audiences_of, signals_of_organisation
from irhub.notify.models import Preference
from irhub.notify.preferences import post_digests
from irhub.organisations.models import Member, ProviderInCouncil
from irhub.registers import queries as register_queries
from irhub.registers.models import LocationSpan
from tests.contracts.uploading import csv, providers, upload, with_licence
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.post import delivered

pytestmark = pytest.mark.django_db
HUB = "https://hub.example.org"


def digests(day: date) -> int:
    """Write to those who chose it, as the job does on a day."""
    with working("digests"):
        return post_digests(
            today=day, site=HUB, address_of=lambda _: "officer@example.org", told=lambda *_: None, may=lambda _: True
        )


def test_lines_with_ids_and_with_names_and_postcodes_are_matched(officer):
    client = signed_in(officer.person)
    one, *others = providers(12)
    rows = [(one.provider_name, "", one.location_id, "C1")]
    rows += [(span.provider_name.upper(), span.postcode.lower(), "", "") for span in others]
    page = client.post(reverse("my-providers-upload"), {"file": csv(*rows)}, follow=True).content.decode()
    assert "12 rows name a provider" in page
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
        (SimpleUploadedFile("a.pdf", b"%PDF-1.4", "application/pdf"), "not a CSV, ODS or XLSX"),
        (None, "Choose a file first"),
    ):
        answer = client.post(reverse("my-providers-upload"), {"file": bad} if bad else {}, follow=True)
        assert why in answer.content.decode()
    assert ContractList.objects.count() == 1


def test_an_upload_can_be_taken_back_and_brought_back(officer):
    client = signed_in(officer.person)
    upload(client, csv(("Entirely Unlike Anything Plc", "", "", "")))
    upload(client, csv(("Another Ltd", "", "", "")))
    second = ContractList.objects.order_by("-pk").first()
    client.post(reverse("my-providers-take-back"), {"list": second.pk})
    page = client.get(reverse("my-providers")).content.decode()
    assert "Another Ltd" not in page
    assert "Entirely Unlike" in page
    late = client.post(reverse("my-providers-take-back"), {"list": second.pk}, follow=True)
    assert "Somebody uploaded or removed" in late.content.decode()
    back = client.post(reverse("my-providers-take-back"), {"list": second.pk, "action": "bring back"}, follow=True)
    assert "Another Ltd" in back.content.decode()
    late = client.post(reverse("my-providers-take-back"), {"list": second.pk, "action": "bring back"}, follow=True)
    assert "Somebody uploaded or brought back" in late.content.decode()


def test_a_provider_with_three_contracts_is_matched_as_one_with_one_contract_is(officer):
    client = signed_in(officer.person)
    names = [span.provider_name for span in providers(60)]
    upload(client, csv(*((name, "C0") for name in names), header="Provider name,Reference"))
    once = dict(ContractLine.objects.values_list("name", "provider_id"))
    assert sum(line.match == "accepted" for line in ContractLine.objects.all()) > 30
    upload(client, csv(*((name, f"C{at}") for name in names for at in range(3)), header="Provider name,Reference"))
    newest = ContractList.objects.order_by("-pk").first()
    thrice = ContractLine.objects.filter(contract_list=newest)
    assert dict(thrice.values_list("name", "provider_id")) == once
    assert {len(line.places) for line in thrice} == {3}
    assert thrice.first().reference == "C0, C1, C2"


def test_the_page_says_first_who_left_the_register_then_who_must_be_checked(officer):
    client = signed_in(officer.person)
    (left,), licensed = with_licence("formerly"), with_licence("licensed", 3)
    rows = [(span.provider_name, "", span.provider_id, "") for span in [*licensed, left]]
    page = upload(client, csv(*rows, ("Two Rivulets Ltd", "", licensed[0].provider_id, ""))).content.decode()
    assert "1 of your 4 providers left the register of licensed sponsors" in page
    assert "3 are on it" in page
    listed = page[page.index('id="list"') :]
    order = [listed.index(escape(name)) for name in (left.provider_name, "Two Rivulets Ltd", licensed[1].provider_name)]
    assert order == sorted(order)
    assert "has no word in common" in listed
    filtered = client.get(reverse("my-providers"), {"licence": "formerly"}).content.decode()
    assert escape(left.provider_name) in filtered
    assert escape(licensed[1].provider_name) not in filtered[filtered.index('id="list"') :].partition('id="changes"')[0]


def test_what_was_read_is_told_with_rows_columns_and_what_was_left_out(officer):
    client = signed_in(officer.person)
    file = csv(
        ("Total", "2", "", ""), ("Quillmoor Care", "somewhere", "", ""), header="Our list\nSupplier,Postcode,Amount,Ref"
    )
    page = upload(client, file).content.decode()
    for said in ("Provider’s name: column A: Supplier", "headings are in row 2", "Row 1 stands above the headings",
                 "Row 3 is a total", "does not look like a postcode", "1 row names a provider"):  # fmt: skip
        assert said in page


def test_the_file_is_kept_until_the_next_and_no_longer(officer):
    client = signed_in(officer.person)
    upload(client, csv(("Quillmoor Care", "", "", "")))
    upload(client, csv(("Sedgeford Homes", "", "", "")))
    assert b"Sedgeford" in bytes(ContractFile.objects.get().data)
    assert [made.file_id is None for made in ContractList.objects.order_by("pk")] == [True, False]


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
    shown = client.get(reverse("what-we-write"), {"preview": "contracted-providers"}).content.decode()
    assert "nothing is new" in shown
    assert digests(newest) == 0  # nothing is new since the choice was made
    Preference.objects.update(told_until=newest - timedelta(days=40))
    shown = client.get(reverse("what-we-write"), {"preview": "contracted-providers"}).content.decode()
    assert digests(newest) == 1
    assert digests(newest) == 0
    told = delivered()[0]
    assert str(escape(told.subject)) in shown, "what was shown is what was written"
    assert all(str(escape(line)) in shown for line in told.body.splitlines() if line.startswith("- "))
    assert told.to == ["officer@example.org"]
    for said in ("What to do next", "#changes", "open question", "To stop these messages", "#alerts"):
        assert said in told.body
    assert f"{HUB}{reverse('my-providers')}" in told.body
    mail.outbox.clear()
    Preference.objects.update(told_until=newest - timedelta(days=40))
    client.post(reverse("my-providers-upload"), {"file": csv(("Nobody That Is Known", "", "", ""))})
    assert digests(newest) == 0


def test_nobody_is_told_who_chose_never_or_left_or_was_told_this_week(officer):
    client = signed_in(officer.person)
    everybody = [(span.provider_name, "", span.provider_id, "") for span in providers(1000)]
    client.post(reverse("my-providers-upload"), {"file": csv(*everybody)})
    newest = register_queries.newest_date()
    long_ago = newest - timedelta(days=40)
    choose(CONTRACTED_PROVIDERS, "week", by=officer)
    Preference.objects.update(told_until=newest - timedelta(days=3))
    assert digests(newest) == 0
    Preference.objects.update(told_until=long_ago, every="never")
    assert digests(newest) == 0
    Preference.objects.update(told_until=long_ago, every="day")
    officer.since, officer.until = date(2026, 1, 1), date(2026, 2, 1)
    officer.save()
    assert digests(newest) == 0


def test_lines_to_check_come_first_then_those_whose_provider_asks_for_attention_soonest_then_those_without_one(officer):
    told = Signal.objects.filter(severity__in=["act this week", "look soon"], organisation__isnull=False)
    left = ProviderInCouncil.objects.filter(as_at=None, licence="formerly").values("organisation_id")
    asking = told.filter(audience="public").exclude(organisation__in=left).order_by("pk")[0]
    unasked = Member.objects.exclude(organisation__in=told.values("organisation")).exclude(organisation__in=left)
    calm = unasked.filter(register="cqc_locations").order_by("pk")[0]
    asked = Member.objects.filter(register="cqc_locations", organisation=asking.organisation_id)[0]
    calm_name, asked_name = f"Aaa {calm.name}", f"Bbb {asked.name}"
    rows = [
        (calm_name, "", calm.entity_key, ""), (asked_name, "", asked.entity_key, ""), ("Zzz Wholly Unknown", "", "", ""),
        ("Two Rivulets", "", calm.entity_key, ""),
    ]  # fmt: skip
    client = signed_in(officer.person)
    client.post(reverse("my-providers-upload"), {"file": csv(*rows)})
    text = client.get(reverse("my-providers"), {"format": "csv"}).content.decode()
    rows = list(csv_reader(text.splitlines()))
    assert [row[1] for row in rows[1:5]] == ["Two Rivulets", asked_name, calm_name, "Zzz Wholly Unknown"]
    mine = signals_of_organisation(asking.organisation_id, audiences=audiences_of(asker_as(officer)))
    urgent = [signal for signal in mine if signal.severity != Severity.KNOW]
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
