"""An agency that has no account gets one by itself: its body, and an invitation to the address that it gives. Who it is, the checks of its application find."""

from __future__ import annotations

from django.db import transaction

from irhub.accounts.actions import add_body, invite
from irhub.accounts.mails import post_invitation
from irhub.accounts.models import Body
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.notify.actions import post
from irhub.suppliers.models import Framework
from irhub.suppliers.notices import APPLICATION
from irhub.suppliers.numbers import company_number
from irhub.web.errors import ActionRefused


@transaction.atomic
def register_agency(framework: Framework, *, name: str, number: str, email: str) -> None:
    """Make an account for an agency and invite whoever asks, by a link to their address. Raises ActionRefused for a number that is none.

    Whether there is an account already is told to that address alone, and to nobody on the page.
    """
    plain = company_number(number, "number")
    with system_access("an agency that has no account registers; whoever asks acts for no body yet"):
        there = Body.objects.filter(kind=Kind.SUPPLIER, place_code=plain).first()
        if there is None:
            try:
                with transaction.atomic():
                    there = add_body(Kind.SUPPLIER, name, plain, by=email)
                made, secret = invite(there, Role.ADMINISTRATOR, email, by=email)
                post_invitation(made, secret, framework.body.name)
                return
            except ActionRefused:
                there = None
    post(
        kind=APPLICATION, key=f"supplier-known/{plain}/{email.lower()}", to=email, subject="Your business has an account already",
        text=f"Somebody asked for an account of the company {plain} with this address. There is one of its number or name already: ask a"
        f" colleague to invite you under “People”, or write to {framework.contact}.\n",
    )  # fmt: skip
