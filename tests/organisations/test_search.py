"""An organisation is found by any of its names, however they are typed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.organisations import search
from irhub.organisations.models import Member, ProviderInCouncil, SearchName
from irhub.registers.models import Change, LocationSpan
from irhub.support.callers import find_callers
from tests.factories import BodyFactory, PersonFactory, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def ids(text: str) -> list[str]:
    return [row.organisation_id for row in search.by_name(text)]


def distinct() -> Member:
    """A provider with a long word in its name that stands in few names."""
    for member in Member.objects.filter(register="cqc_locations").order_by("pk"):
        long = max(search.words_of(member.name), key=len)
        if len(long) >= 9 and SearchName.objects.filter(words__contains=[long]).count() <= 5:
            return member
    raise AssertionError("no such provider")


def test_each_organisation_is_found_by_its_own_name(held):
    members = Member.objects.order_by("pk")[:60]
    assert len(members) == 60
    for member in members:
        assert member.organisation_id in ids(member.name), member.name


def test_a_slip_of_the_finger_or_a_part_of_a_name_finds_it_too(held):
    member = distinct()
    words = search.words_of(member.name)
    long = max(words, key=len)
    swapped = long[:3] + long[4] + long[3] + long[5:]
    for typed in (long[:-1] + "q", long[:4] + long[5:], swapped, long[:6], member.name.upper(), long.title() + "  "):
        assert member.organisation_id in ids(typed), (member.name, typed)


def test_a_former_name_and_a_location_find_the_organisation_and_say_so(held):
    renamed = Change.objects.filter(kind="renamed", register="home_office_sponsors").order_by("pk").first()
    assert renamed
    owner = Member.objects.get(register="home_office_sponsors", entity_key=renamed.entity_key).organisation_id
    hit = next(row for row in search.by_name(renamed.old_value) if row.organisation_id == owner)
    assert hit.fitted.lower() == renamed.old_value.lower()
    span = LocationSpan.objects.filter(until=None).order_by("pk").first()
    owner = Member.objects.get(register="cqc_locations", entity_key=span.provider_id).organisation_id
    assert owner in ids(span.location_name)


def test_a_postcode_finds_the_providers_there_whole_or_its_first_half(held):
    span = LocationSpan.objects.filter(until=None).order_by("pk").first()
    owner = Member.objects.get(register="cqc_locations", entity_key=span.provider_id).organisation_id
    for typed in (span.postcode, span.postcode.replace(" ", "").lower()):
        assert owner in [row.organisation_id for row in search.by_postcode(typed)]
    assert search.by_postcode(span.postcode.split()[0])


def test_the_postcode_of_an_office_finds_its_provider_where_no_location_is_there(held):
    span = next(
        span
        for span in LocationSpan.objects.filter(until=None).exclude(provider_postcode="").order_by("pk")
        if not LocationSpan.objects.filter(postcode=span.provider_postcode).exists()
    )
    owner = Member.objects.get(register="cqc_locations", entity_key=span.provider_id).organisation_id
    for typed in (span.provider_postcode, span.provider_postcode.replace(" ", "").lower()):
        (found,) = [row for row in search.by_postcode(typed) if row.organisation_id == owner]
        assert found.kind == "office at this postcode"
        assert span.provider_id in [caller.key for caller in find_callers(typed)]


def test_an_id_is_found_with_the_name_of_its_register_before_it_and_whatever_its_hyphen(held):
    member = Member.objects.filter(register="cqc_locations").order_by("pk").first()
    number = member.entity_key
    for typed in (
        f"CQC {number}",
        f"cqc: {number}",
        number.replace("-", "\u2011"),
        number.replace("-", "\u2013"),
        f" {number}\u200b",
    ):
        assert member.organisation_id in [row.organisation_id for row in search.by_number(typed)], typed


def test_nonsense_and_signs_find_nothing_and_break_nothing(held):
    for typed in ("qzxqzxqzx", "%", "''; --", "…", "{", "a,b}", "\\"):
        assert Client().get("/search/", {"q": typed}, headers={"host": "localhost"}).status_code == 200
    assert ids("qzxqzxqzx") == []


def test_people_are_found_by_those_who_need_them_alone_and_the_search_is_kept(held):
    named = LocationSpan.objects.filter(until=None).exclude(registered_manager="").order_by("pk").first()
    ask, page = {"q": named.registered_manager}, "/search/people/"
    for client in (
        Client(headers={"host": "localhost"}),
        signed_in(PersonFactory(email="viewer@example.org", roles=[(BodyFactory(), Role.VIEWER)])),
        signed_in(
            PersonFactory(
                email="help@example.org",
                roles=[(BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Example Helpline"), Role.ADMINISTRATOR)],
            )
        ),
    ):
        client.post("/account/purpose/", {"kind": "For something else", "words": "a question of the member"})
        told = client.get(page, ask)
        assert told.status_code != 200 or "(registered manager)" not in told.content.decode()
        assert "(registered manager)" not in client.get("/search/", ask).content.decode()
    assert not AuditEvent.objects.filter(what="searched for a person").exists()
    officer = signed_in(PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    assert 'href="/search/people/"' in officer.get("/search/").content.decode()
    asked_first = officer.get(page, ask)
    assert asked_first.headers["Location"].startswith("/account/purpose/")
    why = {"kind": "For something else", "words": "a question of the member", "next": f"{page}?{urlencode(ask)}"}
    sent_back = officer.post("/account/purpose/", why)
    assert "(registered manager)" in officer.get(sent_back.headers["Location"]).content.decode()
    looked = AuditEvent.objects.get(what="looked at people's data", who="officer@example.org")
    assert looked.detail == {"purpose": "For something else: a question of the member"}
    assert AuditEvent.objects.get(what="searched for a person").detail["typed"] == named.registered_manager


def test_gathering_names_again_changes_nothing(held):
    before = set(SearchName.objects.values_list("pk", flat=True))
    search.refresh_search_names()
    assert set(SearchName.objects.values_list("pk", flat=True)) == before


def test_a_name_whose_apostrophe_the_publisher_damaged_is_found_as_people_type_it(held):
    member = distinct()
    Member.objects.filter(pk=member.pk).update(name="Quillworthâ??s Rest Limited")
    search.refresh_search_names()
    for typed in ("quillworth's rest", "Quillworths Rest"):
        assert ids(typed) == [member.organisation_id], typed


def test_an_id_of_the_cqc_and_a_company_number_open_the_record_at_once(held):
    span = LocationSpan.objects.filter(until=None, company_number__startswith="0").order_by("pk").first()
    owner = Member.objects.get(register="cqc_locations", entity_key=span.provider_id).organisation_id
    visitor = Client(headers={"host": "localhost"})
    for typed in (span.provider_id, f" {span.location_id.lower()} "):
        assert visitor.get("/search/", {"q": typed}).headers["Location"] == f"/organisations/{owner}/", typed
    for typed in (span.company_number, span.company_number.lstrip("0")):
        assert owner in [row.organisation_id for row in search.by_number(typed)], typed
    assert search.by_number("99999999") == []
    assert visitor.get("/search/", {"q": "e08000035"}).headers["Location"] == "/councils/leeds/"


def test_a_town_is_found_with_its_councils_and_who_gives_care_there(held):
    span = (
        LocationSpan.objects.filter(until=None, primary_category__contains="social care")
        .exclude(city="")
        .order_by("pk")
        .first()
    )
    (town,) = search.towns_named(span.city.upper())
    assert span.council_code in town.locations
    owner = Member.objects.get(register="cqc_locations", entity_key=span.provider_id).organisation_id
    assert owner in [row.organisation_id for row in search.by_town(town)]


def test_a_word_may_be_two_slips_away_and_the_frequent_one_is_meant():
    many = {"hollies": 90, "holly": 9, "hollow": 1}
    assert search._standing_for("hollys", sorted(many), many, last=True)[:2] == ["holly", "hollies"]


def test_every_result_says_how_its_licence_stands(held):
    left = ProviderInCouncil.objects.filter(as_at=None, licence="formerly", adult_social_care=True).first()
    page = " ".join(Client().get("/search/", {"q": left.name}, headers={"host": "localhost"}).content.decode().split())
    row = page.split(f"/organisations/{left.organisation_id}/")[1].split("</li>")[0]
    assert "Left the register by" in row
    assert "Sponsor linked" not in page


def test_whoever_has_no_care_location_is_no_care_provider(held):
    care = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True)
    other = (
        ProviderInCouncil.objects.filter(as_at=None, adult_social_care=False)
        .exclude(organisation_id__in=care.values("organisation_id"))
        .order_by("pk")
        .first()
    )
    assert other
    page = Client().get("/search/", {"q": other.name}, headers={"host": "localhost"}).content.decode()
    group = page.split("Other CQC services</h2>")[1]
    assert f"/organisations/{other.organisation_id}/" in group.split("<h2")[0]


def test_when_nothing_is_found_the_page_says_what_to_try():
    page = Client().get("/search/", {"q": "qzxqzxqzx"}, headers={"host": "localhost"}).content.decode()
    for told in ("No results for “qzxqzxqzx”", "legal names", "postcode", "company number"):
        assert told in page
