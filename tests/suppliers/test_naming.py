"""A supplier whose company takes another name: an officer puts it on the list, where everybody reads and finds both."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.suppliers import entries, naming, watching
from irhub.suppliers.models import Entry, Task
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.jinja import day
from tests.factories import signed_in
from tests.standing import stand
from tests.suppliers.factories import EntryFactory, officer_of, speaker_of
from tests.suppliers.test_entries import NOW, company, reloaded
from tests.suppliers.test_entries import renewed as renewed_place

pytestmark = pytest.mark.django_db
RENAMED = "HEATHERBANK PEOPLE LTD"


def renamed() -> Entry:
    """A supplier on the list whose company has taken another name since, as the watch has found."""
    company("Active")
    entry: Entry = EntryFactory(listed=True)
    company("Active", since=NOW, company_name=RENAMED, previous_names="QUILLMOOR STAFFING LTD")
    assert watching.watch(localdate()) == 1
    return entry


def test_an_officer_puts_a_new_name_on_the_list_and_everybody_reads_and_finds_both(client):
    entry = renamed()
    by = officer_of(entry.body)
    officer = signed_in(by.person)
    assert RENAMED in officer.get(reverse("supplier-entry", args=[entry.pk])).content.decode()
    sent = officer.post(reverse("supplier-name", args=[entry.pk]), {"version": entry.version, "name": RENAMED})
    assert sent.status_code == 302
    (former,) = entry.former_names.all()
    assert (former.name, former.until, former.edition, former.line) == (
        "Quillmoor Staffing Ltd", localdate(), NOW, 7,
    )  # fmt: skip
    task = Task.objects.get(entry=entry)
    assert (task.state, "The new name is on the list." in task.outcome) == ("done", True)
    assert entry.events.filter(text__contains=f"is {RENAMED} now").exists()
    assert watching.watch(localdate()) == 0, "the event has opened its task"
    formerly = f"Quillmoor Staffing Ltd (until {day(localdate())})"
    for words in (RENAMED, "Quillmoor"):
        page = client.get(reverse("suppliers"), {"q": words}).content.decode()
        assert f"Formerly {formerly}" in page, words
    assert f"{RENAMED}</a>, formerly {formerly}" in client.get(reverse("suppliers-embed")).content.decode()
    told = client.get("/recruiters/?format=csv").content.decode("utf-8-sig")
    assert formerly in told
    public = client.get(reverse("supplier", args=[entry.pk])).content.decode()
    assert f"{RENAMED}, since {day(localdate())}" in public
    assert f"Quillmoor Staffing Ltd, until {day(localdate())}" in public
    assert (
        reverse("supplier-name", args=[entry.pk])
        not in officer.get(reverse("supplier-entry", args=[entry.pk])).content.decode()
    )


def test_a_name_that_the_register_does_not_have_any_more_is_not_put_on_the_list():
    entry = renamed()
    by = officer_of(entry.body)
    for name, since in ((RENAMED, date(2026, 11, 10)), ("Anything Ltd", date(2026, 11, 11))):
        company("Active", since=since, company_name="THIRD NAME LTD")
        with acting_in(by), pytest.raises(ActionRefused, match="does not have this new name"):
            naming.take_name(entry, version=entry.version, name=name, by=by)
    with acting_in(by), pytest.raises(StaleVersion):
        naming.take_name(entry, version=entry.version - 1, name="THIRD NAME LTD", by=by)
    company("Active", since=date(2026, 11, 12), company_name="QUILLMOOR STAFFING LIMITED")
    assert naming.new_name(reloaded(entry)) is None, "another spelling is no other name"
    assert not entry.former_names.exists()


def test_a_renewal_under_another_name_keeps_what_the_supplier_was_called():
    entry = renamed()
    by, speaker = officer_of(entry.body), speaker_of(entry.supplier)
    with acting_in(by):
        entry = naming.take_name(entry, version=entry.version, name=RENAMED, by=by)
        with pytest.raises(StaleVersion, match="already"):
            naming.take_name(reloaded(entry), version=entry.version - 1, name=RENAMED, by=by)
    begun_before = renewed_place(entry)
    with acting_in(speaker):
        entry = entries.accept_terms(begun_before, version=begun_before.version, by=speaker)
    assert entry.name == RENAMED, "an application that was begun under the former name does not bring it back"
    assert [one.name for one in entry.former_names.all()] == ["Quillmoor Staffing Ltd"]
    again = renewed_place(entry)
    stand(again, name="Third Name Ltd")
    with acting_in(speaker):
        entries.accept_terms(reloaded(again), version=again.version, by=speaker)
    assert [one.name for one in again.former_names.order_by("pk")] == ["Quillmoor Staffing Ltd", RENAMED]
