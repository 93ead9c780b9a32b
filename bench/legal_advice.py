"""How long the pages of legal advice take with 10,000 clients, 100,000 appointments and 300,000 entries of minutes.

    IRHUB_HOME=/path/to/an/empty/folder python bench/legal_advice.py

Works in one transaction of the folder's database, which is rolled back at the end, and prints what `within.print_times` does.
"""

from __future__ import annotations

import random
from datetime import timedelta

from within import print_times, rolled_back

CLIENTS, APPOINTMENTS = 10_000, 100_000
DAY = timedelta(days=1)
WORDS = ["Alder", "Bracken", "Cedar", "Dogwood", "Elder", "Fern", "Gorse", "Hazel"]


def fill(scheme: object, lawyer: object) -> list[str]:
    """The references of the clients' minutes. Each client has ten appointments, of which the newest thousand are still to come, and thirty entries."""
    from django.db import connection
    from django.utils import timezone

    from irhub.casework.references import new_reference
    from irhub.legal_advice.models import Appointment, Entitlement, EntitlementEntry, Slot

    of = {"body_id": scheme.body_id, "scheme": scheme}  # type: ignore[attr-defined]
    lot, now = random.Random(1), timezone.now()
    drawn = sorted({new_reference("LA", 2026) for _ in range(2 * CLIENTS)})
    held = Entitlement.objects.bulk_create(
        Entitlement(
            **of, reference=drawn[number], client_kind="provider", client_key=f"1-{number}", granted_on=(now - 29 * DAY).date(),
            client_name=f"{lot.choice(WORDS)} {number} Care Ltd", council=f"Council {number % 14}", why="In the area", amount=30,
        )
        for number in range(CLIENTS)
    )  # fmt: skip
    for first in range(0, APPOINTMENTS, 10_000):
        slots = Slot.objects.bulk_create(
            Slot(
                **of, reference=f"SL-2026-{number:09}", firm_id=lawyer.body_id, lawyer=lawyer, lawyer_name="x", made_by="x",  # type: ignore[attr-defined]
                starts_at=now + timedelta(minutes=1000 - number), ends_at=now + timedelta(minutes=1001 - number),
            )
            for number in range(first, first + 10_000)
        )  # fmt: skip
        Appointment.objects.bulk_create(
            Appointment(
                **of, reference=f"AP-2026-{first + at:09}", firm_id=lawyer.body_id, lawyer=lawyer, lawyer_name="x",  # type: ignore[attr-defined]
                entitlement=held[at], slot=slot, client_kind="provider", client_key=held[at].client_key, client_name=held[at].client_name,
                starts_at=slot.starts_at, ends_at=slot.ends_at, booked_by="x",
            )
            for at, slot in enumerate(slots)
        )  # fmt: skip
    for turn in range(30):
        EntitlementEntry.objects.bulk_create(
            EntitlementEntry(
                balance=one, amount=30 if turn == 0 else -1, key="grant" if turn == 0 else f"call {turn}", who="x", why="x",
                at=now - (29 - turn) * DAY,
            )
            for one in held
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("ANALYZE legal_advice_appointment, legal_advice_entitlement, legal_advice_entitlemententry")
    return [one.reference for one in held]


def main() -> None:
    """Fill, measure, print, roll back."""
    lot = random.Random(2)
    with rolled_back():
        from django.utils.timezone import localdate
        from tests.factories import signed_in
        from tests.legal_advice.factories import adviser_of, lawyer_of, scheme_of

        from irhub.accounts.row_security import system_access
        from irhub.programmes.months import count_so_far, report_named

        with system_access("minutes to measure with"):
            scheme = scheme_of(opens_on=localdate() - 200 * DAY, closes_on=localdate() + 100 * DAY)
            lawyer = lawyer_of(scheme.law_firm)
            ada, firm = signed_in(adviser_of(scheme.body).person), signed_in(lawyer.person)
            held = fill(scheme, lawyer)
            count_so_far(report_named("legal-advice"))  # as the worker does every half hour
        desk, figures = "/legal-advice/desk/", f"/programmes/{scheme.programme.slug}/figures/legal-advice/"
        print_times(
            {
                "appointments, a page": lambda: (ada, desk, {"page": lot.randrange(1, 200)}),
                "search, a client": lambda: (ada, desk, {"words": f"{lot.choice(WORDS)} {lot.randrange(CLIENTS)}"}),
                "search, a number": lambda: (ada, desk, {"words": f"1-{lot.randrange(CLIENTS)}"}),
                "a client's minutes": lambda: (ada, f"/legal-advice/clients/{lot.choice(held)}/", {}),
                "the months": lambda: (ada, "/legal-advice/months/", {}),
                "the lawyer's day": lambda: (firm, "/legal-advice/day/", {}),
                "figures by month": lambda: (ada, figures, {}),
            }
        )


if __name__ == "__main__":
    main()
