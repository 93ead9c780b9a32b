"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate

from irhub.accounts import actions, advice, provider_requests
from irhub.accounts.models import AdviceRegistration, Body
from irhub.accounts.roles import Role
from irhub.notify.preferences import stop_address
from tests.factories import AbsenceFactory, MembershipFactory, PersonFactory, PreferenceFactory
from tests.owners import Makes, Owner, number


def passkey_of(owner: Owner) -> dict[str, object]:
    """A passkey of a person."""
    credential = {"name": "Key", "credential": {}, "passwordless": False}
    made = Authenticator.objects.create(
        user=PersonFactory(email=owner.email), type=Authenticator.Type.WEBAUTHN, data=credential
    )
    return {"pk": made.pk}


def asked(place: Body) -> int:
    """The number of a request that waits for a body."""
    told = {
        "provider_id": "1-123456",
        "provider_name": "Quillmoor Care",
        "name": "Pat",
        "email": f"{place.pk}@example.org",
    }
    return provider_requests.ask(place, **told).pk


def registration_of(place: Body) -> AdviceRegistration:
    return advice.add_registration(place, advice.AUTHORITY, "N202600001", 1, localdate(), by="test")


def absence_of(owner: Owner) -> dict[str, object]:
    """An absence of a person, in a role that has ended: it opens nothing for those who hold none."""
    away = MembershipFactory(person__email=owner.email, body=owner.body, role=Role.VIEWER, until=localdate())
    return number(AbsenceFactory(body=owner.body, membership=away))


THINGS: Makes = {
    **dict.fromkeys(("away-take-back", "colleague-back"), absence_of),
    "colleague-away": lambda owner: number(
        MembershipFactory(
            person__email=f"one-of-{owner.body.pk}@example.org",
            body=owner.body,
            role=Role.ADVISER if owner.body.kind == "delivery partner" else Role.VIEWER,
        )
    ),
    "mfa_remove_webauthn": passkey_of,
    "people-advice-end": lambda owner: number(registration_of(owner.body)),
    "people-end": lambda owner: number(
        MembershipFactory(person__email=f"one-of-{owner.body.pk}@example.org", body=owner.body, role=Role.VIEWER)
    ),
    "people-withdraw": lambda owner: number(actions.invite(owner.body, Role.VIEWER, "guest@example.org", by="test")[0]),
    **dict.fromkeys(("provider-approve", "provider-refuse"), lambda owner: {"number": asked(owner.body)}),
}
EVERYBODYS: Makes = {
    "invitation": lambda at: {"secret": actions.invite(at.body, Role.VIEWER, "new@example.org", by="test")[1]},
    "stop-mail": lambda at: {
        "token": stop_address(PreferenceFactory(person__email="told@example.org", body=at.body)).split("/")[-2]
    },
}
