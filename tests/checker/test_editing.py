"""A change of the rules: held against the whole, decided by a second person, on top of what is shipped, never in place of it."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.models import AuditEvent
from irhub.checker import actions
from irhub.checker.book import current, set_aside
from irhub.checker.editing.export import approved_yaml
from irhub.checker.kinds import Kind, State
from irhub.checker.models import Proposal, SavedCase
from irhub.checker.queries import approved as approved_rows
from irhub.rulebook.changing import read_document
from irhub.rulebook.engine import evaluate
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition
from irhub.rulebook.words import value_words
from irhub.rulebook.worked import worked_cases
from irhub.web.errors import ActionRefused
from irhub.web.yaml_files import read_text
from tests.checker.editors import NEW_SOURCE, approved, document, draft, editor, membership, proposed
from tests.post import delivered
from tests.standing import stand

pytestmark = pytest.mark.django_db
SOON = localdate() + timedelta(days=60)


def dates(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def successor(**more: str) -> dict[str, str]:
    """The fields of a new licence fee for small sponsors, from a day in two months."""
    says = "A sponsor licence costs a small sponsor or charity £700."
    return {
        "scope": "small",
        "value": "£700",
        "says": says,
        "end_before": "on",
        **dates("since", SOON),
        **NEW_SOURCE,
        **more,
    }


def test_a_correction_is_a_version_on_top_and_the_earlier_edition_still_answers_as_before():
    ada, ben = editor("ada"), editor("ben")
    before = current()
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612", says="A sponsor licence costs a small sponsor £612.")
    assert current().by_id["FEE-13"].value == 611, "nothing changes before approval"
    done = approved(ben, waiting)
    now = current()
    assert (now.by_id["FEE-13"].value, now.by_id["FEE-13"].version) == (612, 3)
    assert now.edition == done.edition > before.edition
    assert now.as_known(before.edition).by_id["FEE-13"] == before.by_id["FEE-13"]
    assert rulebook().by_id["FEE-13"].value == 611
    assert [event.what for event in AuditEvent.objects.order_by("number")][-2:] == [
        "proposed a change of the rules",
        "approved a change of the rules",
    ]


def test_two_corrections_on_one_day_are_two_editions_and_each_can_be_repeated():
    ada, ben = editor("ada"), editor("ben")
    first = approved(ben, proposed(ada, Kind.CORRECT, "FEE-13", value="612"))
    second = approved(ben, proposed(ada, Kind.CORRECT, "FEE-13", value="613"))
    assert first.edition is not None
    assert second.edition == Edition(first.edition.day, first.edition.number + 1)
    assert current().as_known(first.edition).by_id["FEE-13"].value == 612
    assert current().as_known(second.edition).by_id["FEE-13"].value == 613
    assert Edition.read(str(second.edition)) == second.edition


def test_a_new_rule_ends_the_one_before_it_and_each_day_has_one_answer():
    ada, ben = editor("ada"), editor("ben")
    approved(ben, proposed(ada, Kind.ADD, "licence_fee", **successor()))
    book = current()
    for day, value in ((SOON - timedelta(days=1), 611), (SOON, 700), (SOON + timedelta(days=1), 700)):
        held = book.rule("licence_fee", "small", day)
        assert held is not None
        assert held.value == value
    new = book.rule("licence_fee", "small", SOON)
    assert new is not None
    assert new.id == "FEE-A1"
    assert book.sources_of(new)[-1].url == "https://example.org/fees"
    answer = evaluate("costs", {"licence_application": SOON}, book=book)
    assert answer.edition == book.edition


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (successor(end_before=""), "overlap"),
        (successor(**dates("since", date(2026, 4, 8))), "overlap"),
    ],
)
def test_a_proposal_that_would_break_the_rules_cannot_be_made_and_says_why(given, fault):
    with pytest.raises(ActionRefused, match=fault):
        proposed(editor(), Kind.ADD, "licence_fee", **given)
    assert not Proposal.objects.exists()


def test_an_end_that_leaves_a_gap_is_refused():
    with pytest.raises(ActionRefused, match="gap"):
        proposed(editor(), Kind.END, "FEE-03", **dates("until", date(2026, 3, 1)))


def test_a_rule_without_a_source_a_reason_or_a_value_says_what_to_do_and_makes_nothing():
    made = draft(Kind.ADD, "licence_fee", **{**successor(), "source_url": "example.org", "value": "much", "reason": ""})
    assert not made.document
    assert set(made.errors) == {"source_url", "value", "reason"}
    bare = dict.fromkeys(NEW_SOURCE, "")
    unsourced = {**successor(), **bare, "source-harveys_cost": "", "certainty": "reported"}
    assert "more_source" in draft(Kind.ADD, "licence_fee", **unsourced).errors
    assert draft(Kind.CORRECT, "FEE-13").errors["value"].startswith("Nothing differs")


def test_nobody_decides_their_own_proposal_in_the_service_nor_in_the_database():
    ada = editor("ada")
    mine = proposed(ada, Kind.CORRECT, "FEE-13", value="612")
    with pytest.raises(ActionRefused, match="Somebody else must approve"):
        approved(ada, mine)
    with pytest.raises(ActionRefused, match="withdraw it"):
        actions.decline(mine.pk, decision="no", by=membership(ada))
    with pytest.raises(IntegrityError, match="proposal_decided_by_a_second_person"), transaction.atomic():
        stand(
            mine,
            state=State.APPROVED,
            decided_by="ADA@example.org",
            decided_at=timezone.now(),
            edition_day=localdate(),
            edition_number=1,
        )
    actions.take_back(mine.pk, by=membership(ada))
    assert Proposal.objects.get().state == State.WITHDRAWN


def test_declining_needs_a_reason_and_a_decided_proposal_stays_decided():
    ada, ben = editor("ada"), editor("ben")
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612")
    with pytest.raises(ActionRefused, match="Say why"):
        actions.decline(waiting.pk, decision="  ", by=membership(ben))
    with pytest.raises(ActionRefused, match="Only the person who proposed"):
        actions.take_back(waiting.pk, by=membership(ben))
    actions.decline(waiting.pk, decision="The page is of 2024.", by=membership(ben))
    with pytest.raises(ActionRefused, match="no longer open"):
        approved(ben, waiting)
    assert current() is rulebook()


def test_of_two_corrections_of_one_version_the_second_is_refused_and_overwrites_nothing():
    ada, ben = editor("ada"), editor("ben")
    one = proposed(ada, Kind.CORRECT, "FEE-13", value="612")
    other = proposed(ben, Kind.CORRECT, "FEE-13", value="613")
    approved(ben, one)
    with pytest.raises(ActionRefused, match="another change came first"):
        actions.approve(other.pk, seen="", by=membership(ada))
    assert current().by_id["FEE-13"].value == 612


@pytest.mark.django_db(transaction=True)
def test_two_people_who_approve_at_once_apply_a_change_once():
    ada = editor("ada")
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612")
    people = [editor("ben"), editor("cy")]
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def decide(who):
        ready.wait()
        try:
            approved(who, waiting)
            outcomes.append("approved")
        except ActionRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "refused"]
    assert current().by_id["FEE-13"].version == 3


def test_an_approval_after_which_other_answers_would_change_than_were_shown_is_refused():
    ada, ben = editor("ada"), editor("ben")
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612", says="A sponsor licence costs a small sponsor £612.")
    seen = actions.fingerprint(actions.answers_changed(waiting.document))
    actions.save_case("Small home", "costs", answered("FEE-13"), edition="2026-11-24", by=ben.email)
    assert actions.fingerprint(actions.answers_changed(waiting.document)) != seen
    with pytest.raises(ActionRefused, match="Look at the list again"):
        actions.approve(waiting.pk, seen=seen, by=membership(ben))


def answered(rule: str) -> dict[str, str]:
    """The facts of a worked case whose answer uses a rule, as an address writes them."""
    for case in worked_cases():
        findings = evaluate(case.checker, case.facts).findings
        if any(used.rule.id == rule for finding in findings for used in finding.applied):
            return {key: str(value) for key, value in case.facts.items()}
    raise AssertionError(f"no worked case uses {rule}")


def test_changed_answers_name_the_case_and_what_it_said_before_and_after():
    before = value_words(611, current().by_id["FEE-13"].unit)
    text = document(
        Kind.CORRECT, "FEE-13", value="612", says="A sponsor licence costs a small sponsor or charity £612."
    )
    changed = actions.answers_changed(text)
    assert changed
    assert all(before in " ".join(each.only_before) for each in changed)
    assert all("£612" in " ".join(each.only_after) for each in changed)
    assert actions.answers_changed(document(Kind.CORRECT, "FEE-13", note="A remark that answers nothing.")) == []


def test_a_change_that_a_checker_could_not_work_with_is_refused():
    text = document(Kind.CORRECT, "SAL-04", value="25001").replace("hourly: 12.82", "other: 12.82")
    with pytest.raises(ActionRefused, match="further values"):
        actions.answers_changed(text)


def test_a_source_read_again_is_fresh_from_that_edition_on_and_was_not_before():
    ada, ben = editor("ada"), editor("ben")
    old = current()
    later = localdate() if old.sources["leeds_sep25"].read < localdate() else None
    assert later, "the shipped source was read before today"
    approved(ben, proposed(ada, Kind.READ, "leeds_sep25", **dates("read", localdate())))
    assert current().sources["leeds_sep25"].read == localdate()
    assert current().as_known(old.edition).sources["leeds_sep25"].read == old.sources["leeds_sep25"].read


def test_a_withdrawn_rule_is_kept_for_earlier_answers_and_used_for_none_to_come():
    ada, ben = editor("ada"), editor("ben")
    old = current()
    approved(ben, proposed(ada, Kind.WITHDRAW, "SET-04"))
    assert "SET-04" not in current().by_id
    assert "SET-04" in current().as_known(old.edition).by_id


def test_approved_changes_leave_in_the_form_of_the_data_files_and_a_release_that_took_them_in_changes_nothing(
    monkeypatch,
):
    ada, ben = editor("ada"), editor("ben")
    approved(ben, proposed(ada, Kind.CORRECT, "SAL-04", note="A remark.", **{"also-hourly": "12.83"}))
    approved(ben, proposed(ada, Kind.ADD, "licence_fee", **successor()))
    approved(ben, proposed(ada, Kind.CORRECT, "FEE-14", value="1683"))
    approved(ben, proposed(ada, Kind.CORRECT, "FEE-14", value="1684"))
    content = read_text(approved_yaml(approved_rows()))
    [row] = content["topics"][current().by_id["SAL-04"].topic]["rules"]
    assert row["also"]["hourly"] == Decimal("12.83")
    assert row["recorded"] == localdate()
    assert {row["id"] for row in content["topics"]["licence_fee"]["rules"]} == {"FEE-13", "FEE-A1", "FEE-14"}
    again = [row["turn"] for row in content["topics"]["licence_fee"]["rules"] if row["id"] == "FEE-14"]
    assert again[0] < again[1], "two corrections of one day keep their order"
    renewed = current()
    monkeypatch.setattr("irhub.checker.book.rulebook", lambda: renewed)
    from irhub.checker import book

    book._combined.cache_clear()
    assert set_aside() == ()
    assert current().every == renewed.every
    book._combined.cache_clear()


def test_a_release_with_a_version_of_its_own_sets_the_approved_one_aside_and_says_so(monkeypatch):
    ada, ben = editor("ada"), editor("ben")
    approved(ben, proposed(ada, Kind.CORRECT, "FEE-13", value="612"))
    shipped = rulebook()
    from irhub.checker import book
    from irhub.rulebook.changing import with_change

    edition = Edition(localdate() + timedelta(days=1))
    text = Proposal.objects.get().document.replace("612", "615")
    renewed = with_change(shipped, read_document(text, shipped.topics, edition))
    monkeypatch.setattr("irhub.checker.book.rulebook", lambda: renewed)
    book._combined.cache_clear()
    assert current().by_id["FEE-13"].value == 615
    assert "another change came first" in set_aside()[0].why
    book._combined.cache_clear()


def test_a_kept_case_holds_answers_only_and_only_its_owner_deletes_it():
    ada, ben = editor("ada"), editor("ben")
    written = {"want": "penalty", "event": "2024-02-12", "name": "Sam Example", "workers": "1", "repeated": "no"}
    case = actions.save_case("Penalty", "right-to-work", written, edition="2026-11-23", by=ada.email)
    assert "name" not in case.facts
    with pytest.raises(ActionRefused, match="already keep"):
        actions.save_case("Penalty", "right-to-work", written, edition="2026-11-23", by=ada.email)
    with pytest.raises(ActionRefused, match="nothing to keep"):
        actions.save_case("Other", "right-to-work", {"name": "Sam"}, edition="2026-11-23", by=ada.email)
    actions.delete_case(case.pk, by=ben.email)
    assert SavedCase.objects.count() == 1
    actions.delete_case(case.pk, by=ada.email)
    assert not SavedCase.objects.exists()


def test_editors_are_reminded_once_each_of_rules_with_stale_sources_or_none(monkeypatch):
    known = rulebook().known
    monkeypatch.setattr(actions, "localdate", lambda: known)
    assert actions.remind_of_stale_sources() == sum(not rule.sources for rule in current().rules)
    assert delivered() == [], "there is nobody to remind"
    editor("ada")
    editor("ben")
    monkeypatch.setattr(actions, "localdate", lambda: known + timedelta(days=400))
    assert actions.remind_of_stale_sources() == len(current().rules)
    assert [message.to for message in delivered()] == [["ada@example.org"], ["ben@example.org"]]
    told = delivered()[0].body
    assert "SAL-04" in told
    assert "Read again: Changes for care workers in the Skilled Worker route, 13 March 2025" in told
    assert "Official publication: Immigration Rules, Appendix Skilled Worker" in told
