"""How long the pages of the self-check take with the self-checks of 30,000 providers, each with its answers, evidence and a kept result.

    IRHUB_HOME=/path/to/an/empty/folder python bench/self_checks.py

Works in one transaction of the folder's database, which is rolled back at the end, and prints what `within.print_times` does.
"""

from __future__ import annotations

import random
from datetime import timedelta

from within import print_times, rolled_back

PROVIDERS, ANSWERED, EVIDENCED, AT_ONCE = 30_000, 80, 20, 500


def fill() -> tuple[int, int]:
    """The self-checks, some of them with a place that answers for itself. Gives the first and the last number of a head office's."""
    from django.db import connection
    from django.utils import timezone

    from irhub.accounts.models import Body
    from irhub.accounts.roles import Kind
    from irhub.checker.book import current
    from irhub.compliance.models import Answer, Evidence, Result, Sheet
    from irhub.compliance.questionnaire import NAME, newest, rules_held

    lot, today, book = random.Random(1), timezone.localdate(), current()
    asked = [question for question in newest().questions if question.weight][:ANSWERED]
    held = {question.key: rules_held(question, today, book) for question in asked}
    first = last = 0
    for start in range(0, PROVIDERS, AT_ONCE):
        bodies = Body.objects.bulk_create(
            Body(kind=Kind.PROVIDER, name=f"Moor {number} Care Ltd", place_code=f"1-7{number:08}")
            for number in range(start, start + AT_ONCE)
        )
        sheets = Sheet.objects.bulk_create(
            Sheet(body=body, questionnaire=NAME, version=1, revision=ANSWERED, begun_by="x") for body in bodies
        )
        Answer.objects.bulk_create(
            Answer(
                sheet=sheet, body_id=sheet.body_id, question=question.key, answer=lot.choice(("yes", "yes", "yes", "partly", "no")), version=1,
                revision=at, who="x", rules=held[question.key],
            )
            for sheet in sheets
            for at, question in enumerate(asked, 1)
        )  # fmt: skip
        Evidence.objects.bulk_create(
            Evidence(
                sheet=sheet, body_id=sheet.body_id, question=question.key, what="Payroll report", kept_where="HR drive", keeper="payroll manager",
                seen_on=today - timedelta(days=lot.randrange(200)), added_by="x",
            )
            for sheet in sheets
            for question in asked[:EVIDENCED]
        )  # fmt: skip
        Result.objects.bulk_create(
            Result(sheet=sheet, body_id=sheet.body_id, version=1, asked=90, open=30, unchecked=5, index=60, kept_by="x")
            for sheet in sheets
        )
        first, last = first or sheets[0].pk, sheets[-1].pk
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "ANALYZE compliance_sheet, compliance_answer, compliance_evidence, compliance_result, accounts_body"
        )
    return first, last


def main() -> None:
    """Fill, measure, print, roll back."""
    with rolled_back():
        from tests.compliance.factories import SheetFactory, answered, hr_of, proven
        from tests.factories import signed_in

        from irhub.accounts.row_security import system_access
        from irhub.compliance.questionnaire import newest

        with system_access("self-checks to measure with"):
            fill()
            sheet = SheetFactory()
            keys = [question.key for question in newest().questions if question.weight][:ANSWERED]
            answered(sheet, situation=("sponsors",), **dict.fromkeys(keys, "yes"))
            for key in keys[:EVIDENCED]:
                proven(sheet, key)
            hr = signed_in(hr_of(sheet.body).person)
        at = f"/self-check/{sheet.pk}/"
        print_times(
            {
                "where it stands": lambda: (hr, at, {}),
                "a question": lambda: (hr, f"{at}questions/C5/", {}),
                "a theme as a list": lambda: (hr, f"{at}themes/pay/", {}),
                "what would matter first": lambda: (hr, f"{at}result/", {}),
                "the action plan": lambda: (hr, f"{at}plan/", {}),
                "assessors let in": lambda: (hr, f"{at}assessors/", {}),
                "the pack for a visit": lambda: (hr, "/self-check/visit-pack/", {}),
            }
        )


if __name__ == "__main__":
    main()
