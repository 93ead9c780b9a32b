"""How long the pages of grants take with 20,000 applications to 40 calls, of which 120 wait to be decided in one.

    IRHUB_HOME=/path/to/an/empty/folder python bench/grants.py

Works in one transaction of the folder's database, which is rolled back at the end, and prints what `within.print_times` does.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from within import print_times, rolled_back

APPLICATIONS, CALLS, WHOLE, WAIT = 20_000, 40, 8, 120
WORDS = ["welcome", "training", "nurses", "mentors", "language", "housing", "advice", "rota", "pastoral", "induction"]


def fill(funder: Any) -> Any:
    """Twenty thousand applications of five hundred applicants over five years; those to the newest calls (`WHOLE`) with checks, scores and
    events, and of the newest call 120 wait."""
    from django.db import connection
    from django.utils import timezone
    from django.utils.timezone import localdate
    from tests.factories import BodyFactory
    from tests.grants.factories import CallFactory, PotFactory, assessor_of, grades

    from irhub.accounts.models import Body
    from irhub.grants.models import Application, ApplicationEvent, Assessment, Award, Call, Check, Score, Sheet

    lot, now, today = random.Random(1), timezone.now(), localdate()
    pot = PotFactory(body=funder, inside=50_000_000)
    calls = [CallFactory(body=funder, pot=pot, title=f"Call {number}", open=True) for number in range(CALLS)]
    Call._base_manager.exclude(pk=calls[-1].pk).update(state="ended", lessons="Short courses worked.")
    applicants = Body._base_manager.bulk_create(
        BodyFactory.build(kind="community partner", name=f"{lot.choice(WORDS).title()}moor {number} Trust") for number in range(APPLICATIONS // CALLS)
    )  # fmt: skip
    for at, call in enumerate(calls):
        last = at == CALLS - 1
        begun = now - timedelta(days=45 * (CALLS - at))
        made = Application._base_manager.bulk_create(
            Application(
                body=funder, call=call, applicant=one, name=one.name, company_number=f"{number:08}", title=f"A {lot.choice(WORDS)} for {lot.choice(WORDS)}",
                asked=50_000 + 100 * lot.randrange(5_000), starts_on=today, ends_on=today + timedelta(days=90), holder=one.name, aid=0, begun_by="x",
                signed_by="Pat Example", submitted_at=begun + timedelta(minutes=number), readable_on=today - timedelta(days=1),
                reference=reference(at * len(applicants) + number), state=_state(lot, last=last, number=number),
                decided_at=None if last and number < WAIT else now - timedelta(days=45 * (CALLS - at) - 20),
            )
            for number, one in enumerate(applicants)
        )  # fmt: skip
        Sheet._base_manager.bulk_create(
            Sheet(body=funder, application=each, questionnaire="panel", version=1) for each in made
        )
        if at >= CALLS - WHOLE:
            ApplicationEvent._base_manager.bulk_create(
                ApplicationEvent(body=funder, application=each, who="x", what=what, after=after)
                for each in made
                for what, after in (("Submitted", "submitted"), ("Checked", "checks"), ("Scored", "decision"))
            )
            Check._base_manager.bulk_create(
                Check(body=funder, application=each, key=key, result="clear", says="Looked.", who="the registers")
                for each in made
                for key in ("area", "cqc", "licence", "company", "connected", "aid", "interests", "risk")
            )
            people = [assessor_of(funder, name).person for name in ("ada", "ben")]
            works = Assessment._base_manager.bulk_create(
                Assessment(
                    body=funder,
                    application=each,
                    assessor=one,
                    email=one.email,
                    told=each.name,
                    state="in",
                    in_at=begun,
                )
                for each in made
                for one in people
            )
            Score._base_manager.bulk_create(
                Score(
                    body=funder, assessment=work, application=work.application, assessor=work.assessor, question=key, grade=lot.randrange(2, 5), why="So."
                )
                for work in works
                for key in grades()
            )  # fmt: skip
        Award._base_manager.bulk_create(
            Award(
                body=funder, application=each, call=call, applicant=each.applicant, name=each.name, granted=each.asked, asked=each.asked, amount=0,
                granted_on=today, agreement="As agreed.", reference=f"GR-2026-{each.pk:09}", state="active", grantee_at=now, funder_at=now,
            )
            for each in made
            if each.state == "awarded"
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "ANALYZE grants_application, grants_applicationevent, grants_check, grants_assessment, grants_score, grants_award, grants_sheet"
        )
    return calls[-1]


def _state(lot: random.Random, *, last: bool, number: int) -> str:
    return "decision" if last and number < WAIT else lot.choice(("awarded", "refused", "refused"))


def main() -> None:
    """Fill, measure, print, roll back."""
    lot = random.Random(2)
    with rolled_back():
        from tests.factories import signed_in
        from tests.grants.factories import FunderFactory, officer_of, on_panel, speaker_of

        from irhub.accounts.row_security import system_access
        from irhub.grants.models import Application, Award

        with system_access("applications to measure with"):
            funder = FunderFactory()
            call = fill(funder)
            member = officer_of(funder, "cat")
            on_panel(call, member)
            cat = signed_in(member.person)
            waits = list(Application.objects.filter(call=call, state="decision").values_list("pk", flat=True))
            ended = list(Application.objects.exclude(call=call).order_by("-pk").values_list("pk", flat=True)[:2_000])
            awards = list(Award.objects.values_list("pk", flat=True)[:2_000])
            mine = Application.objects.get(pk=waits[0])
            applicant = signed_in(speaker_of(mine.applicant).person)
        desk = "/grants/desk/"
        print_times(
            {
                "the desk": lambda: (cat, desk, {}),
                "the desk, a page": lambda: (cat, desk, {"page": lot.randrange(1, 400)}),
                "search, a project": lambda: (cat, desk, {"q": lot.choice(WORDS)}),
                "search, an applicant": lambda: (cat, desk, {"q": f"{lot.choice(WORDS)}moor {lot.randrange(500)}"}),
                "search, a reference": lambda: (cat, desk, {"q": reference(lot.randrange(APPLICATIONS))}),
                "those to be decided": lambda: (cat, desk, {"state": "decision"}),
                "an application": lambda: (cat, f"{desk}{lot.choice(ended)}/", {}),
                "a decision sheet": lambda: (cat, f"{desk}{lot.choice(waits)}/decide/", {}),
                "the sheet of a call, 120 wait": lambda: (cat, f"{desk}calls/{call.pk}/sheet/", {}),
                "grants": lambda: (cat, "/grants/desk/awards/", {"page": lot.randrange(1, 100)}),
                "a grant": lambda: (cat, f"/grants/desk/awards/{lot.choice(awards)}/", {}),
                "what one applied for": lambda: (applicant, "/grants/applications/", {}),
                "one’s application": lambda: (applicant, f"/grants/applications/{mine.pk}/", {}),
                "calls, for everybody": lambda: (applicant, "/grants/", {}),
                "a call, for everybody": lambda: (applicant, f"/grants/calls/{call.pk}/", {}),
            }
        )


def reference(number: int) -> str:
    """Of an application that was made to measure with."""
    return f"GA-2026-{number:09}"


if __name__ == "__main__":
    main()
