"""Who acts for a body, who is invited, and the providers whose requests were decided, as lists."""

from __future__ import annotations

from irhub.accounts.models import Invitation, Membership, ProviderRequest
from irhub.accounts.workflows import RequestState
from irhub.web.jinja import day
from irhub.web.listing import Cell, Column, FilterForm, Listing, choice, words_field


class HolderFilters(FilterForm):
    """Which of those who act for a body somebody asks for."""

    q = words_field("Name or e-mail address")


class InvitedFilters(FilterForm):
    """Which open invitations somebody asks for."""

    q = words_field("E-mail address")


class DecidedFilters(FilterForm):
    """Which of the decided requests somebody asks for."""

    state = choice("Decided", [(str(each), each.label) for each in RequestState if each != RequestState.WAITING])


HOLDERS: Listing[Membership] = Listing(
    name="roles",
    caption="Roles now",
    noun=("role", "roles"),
    none_at_all="Nobody acts for it yet. Invite somebody below.",
    none_fits="Nobody here has this in their name or address.",
    filters=HolderFilters,
    sort="person",
    look="irhub-stacked",
    columns=(
        Column(
            "person",
            "Person",
            "Who acts for the body.",
            cell=lambda row: Cell(row.person.name, under=row.person.email),
            order=("person__name", "role"),
            heads=True,
            look="irhub-wrap",
        ),
        Column("role", "Role", "In which role.", value=lambda row: row.role.capitalize(), order=("role", "person__name")),
        Column("since", "Since", "Since which day.", order=("since", "person__name"), look="irhub-nowrap"),
        Column("until", "Until", "Up to which day, if an end is planned.", look="irhub-nowrap"),
        Column("end", "End it", "", own=True, unseen=True),
    ),
)  # fmt: skip
INVITED: Listing[Invitation] = Listing(
    name="invitations",
    caption="Invited, not yet here, newest first",
    noun=("invitation", "invitations"),
    none_at_all="No invitation is waiting.",
    none_fits="No waiting invitation has this in its address.",
    filters=InvitedFilters,
    sort="invited",
    look="irhub-stacked",
    columns=(
        Column("email", "E-mail address", "Who is invited.", order=("email", "role"), heads=True, look="irhub-wrap"),
        Column("role", "Role", "To which role.", value=lambda row: row.role.capitalize(), order=("role", "email")),
        Column("invited", "Invited", "When.", value=lambda row: row.made_at, order=("-made_at",), falls=True, look="irhub-nowrap"),
        Column("until", "Until", "Until when the link works.", value=lambda row: row.expires_at, order=("expires_at",), look="irhub-nowrap"),
        Column("withdraw", "Withdraw it", "", own=True, unseen=True),
    ),
)  # fmt: skip
DECIDED: Listing[ProviderRequest] = Listing(
    name="provider-requests",
    caption="Decided, newest first",
    noun=("request", "requests"),
    none_at_all="Nothing has been decided yet.",
    none_fits="No request was decided in that way.",
    filters=DecidedFilters,
    sort="decided",
    size=20,
    look="irhub-stacked",
    columns=(
        Column(
            "provider",
            "Provider",
            "For which provider somebody asked to speak.",
            cell=lambda row: Cell(row.provider_name, under=f"{row.name}, {row.email}"),
            order=("provider_name",),
            heads=True,
            look="irhub-wrap",
        ),
        Column(
            "state",
            "What was decided",
            "Whether they may speak for it, and why not.",
            cell=lambda row: Cell(row.get_state_display(), under=row.reason),
            look="irhub-wrap",
        ),
        Column(
            "decided",
            "When and by whom",
            "When it was decided, and by whom.",
            cell=lambda row: Cell(day(row.decided_at) if row.decided_at else "", under=row.decided_by),
            order=("-decided_at",),
            falls=True,
            look="irhub-wrap",
        ),
    ),
)  # fmt: skip
