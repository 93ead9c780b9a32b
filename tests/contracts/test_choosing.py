"""A person says which column holds what, and the file is read again; the next file with the same headings is read so too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from irhub.accounts import retention
from irhub.contracts.models import ContractFile, ContractLine, ContractList
from tests.contracts.lists import FIRMS, workbook
from tests.contracts.uploading import csv, upload
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
HEADER = "Firm,Supplier,Postcode,Ref"
ROWS = [(firm[0], f"Brand {at} Care", firm[1], "") for at, firm in enumerate(FIRMS)]


@pytest.fixture
def client(officer):
    return signed_in(officer.person)


def names() -> list[str]:
    newest = ContractList.objects.filter(taken_back_at=None).order_by("-pk").first()
    return list(
        ContractLine.objects.filter(contract_list=newest).order_by("sheet", "number").values_list("name", flat=True)
    )


def choose(client, **told: str):
    given = {"list": str(ContractList.objects.order_by("-pk").first().pk), "list-0-read": "yes", "list-0-header": "1"}
    return client.post(reverse("my-providers-columns"), given | told, follow=True)


def test_other_columns_are_chosen_remembered_and_taken_back(client, officer):
    upload(client, csv(*ROWS, header=HEADER))
    before = names()
    other = "1" if before == [row[0] for row in ROWS] else "0"
    page = client.get(reverse("my-providers-columns")).content.decode()
    assert "A: Firm (Quillmoor Care Ltd)" in page
    answer = choose(client, **{"list-0-name": other, "list-0-postcode": "2"}).content.decode()
    assert "The file was read again" in answer
    assert f"{officer.person.name} chose these columns" in answer
    after = names()
    assert after == [row[int(other)] for row in ROWS] != before
    upload(client, csv(*ROWS, header=HEADER))
    assert names() == after
    upload(client, csv(("Sedgeford Homes", ""), header="Provider,Postcode"))
    assert names() == ["Sedgeford Homes"]


def test_reading_again_can_be_taken_back_as_an_upload_can(client):
    upload(client, csv(*ROWS, header=HEADER))
    before = names()
    choose(client, **{"list-0-name": "2"})
    assert names() != before
    client.post(reverse("my-providers-take-back"), {"list": ContractList.objects.order_by("-pk").first().pk})
    assert names() == before


def test_a_sheet_that_was_left_out_is_read_when_somebody_says_so(client):
    book = workbook(Firms=[["Provider"], *([firm[0]] for firm in FIRMS)], Others=[["Whom"], ["Thistlebeck"], ["Quill"]])
    upload(client, SimpleUploadedFile("a.xlsx", book))
    assert "Others" in ContractList.objects.get().read["sheets_out"]
    choose(client, **{"list-0-name": "0", "list-1-read": "yes", "list-1-header": "1", "list-1-name": "0"})
    assert names() == [*(firm[0] for firm in FIRMS), "Quill"], "Thistlebeck stands on both and is one line"
    choose(client, **{"list-0-read": "no", "list-1-read": "yes", "list-1-header": "", "list-1-name": "0"})
    assert names() == ["Whom", "Thistlebeck", "Quill"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"list-0-header": "99"}, "Write the number of the row of the headings"),
        ({"list-0-header": "one"}, "Write the number of the row of the headings"),
        ({"list-0-header": "1 to 9"}, "Write the number of the row of the headings"),
        ({"list-0-name": ""}, "Choose the column that holds the names"),
        ({"list-0-name": "77"}, "Choose the column that holds the names"),
        ({"list-0-read": "no"}, "Choose at least one list to read"),
        ({"list-0-name": "3"}, "No row says who a provider is"),
    ],
)
def test_a_choice_that_cannot_be_read_is_told_and_nothing_changes(client, told, why):
    upload(client, csv(*ROWS, header=HEADER))
    answer = choose(client, **({"list-0-name": "0"} | told))
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert ContractList.objects.count() == 1


def test_another_list_that_came_meanwhile_is_not_overwritten(client):
    upload(client, csv(*ROWS, header=HEADER))
    seen = str(ContractList.objects.get().pk)
    upload(client, csv(("Sedgeford Homes", ""), header="Provider,Postcode"))
    assert "Somebody uploaded" in choose(client, **{"list": seen, "list-0-name": "0"}).content.decode()
    assert names() == ["Sedgeford Homes"]


def test_a_file_that_is_no_longer_kept_is_asked_for(client):
    upload(client, csv(*ROWS, header=HEADER))
    ContractFile.objects.all().delete()
    assert "upload the file again" in client.get(reverse("my-providers")).content.decode()
    page = client.get(reverse("my-providers-columns"), follow=True).content.decode()
    assert "The file is no longer kept" in page


def test_a_file_is_removed_after_thirty_days_and_what_was_read_of_it_stays(client):
    upload(client, csv(*ROWS, header=HEADER))
    before = names()
    retention.run(timezone.now() + timedelta(days=29))
    assert ContractFile.objects.exists()
    retention.run(timezone.now() + timedelta(days=31))
    assert not ContractFile.objects.exists()
    assert names() == before
    assert ContractList.objects.get().read["lists"]


def test_rows_of_one_provider_are_told_as_one(client):
    page = upload(client, csv(ROWS[0], ROWS[0], header=HEADER)).content.decode()
    assert "2 rows name a provider, 1 different one:" in page
