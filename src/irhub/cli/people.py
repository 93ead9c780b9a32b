"""Commands about who may sign in, and the audit trail: administrator, body, invite, audit."""

from __future__ import annotations

import getpass
import json
import os
import sys
from pathlib import Path

import click
from django.conf import settings
from django.urls import reverse

from irhub.accounts import actions, anchors, second_steps
from irhub.accounts.audit import verify
from irhub.accounts.models import AuditEvent, Body
from irhub.accounts.retention import preview, run
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.accounts.subject_access import as_json, as_page, everything_about
from irhub.places import resolve
from irhub.web.errors import ActionRefused
from irhub.web.held_tables import Whom


def _operator() -> str:
    """Who runs the command, for the audit trail."""
    return f"{getpass.getuser()} (command)"


@click.command()
@click.argument("email")
@click.option("--name", prompt="Name")
@click.password_option()
@system_access("an operator makes the first people")
def administrator(email: str, name: str, password: str) -> None:
    """Make a system administrator, who signs in with EMAIL and sets up bodies."""
    actions.add_system_administrator(email, name, password, by=_operator())
    click.echo(f"{email} can sign in. The first page asks for a second step: an authenticator app.")


@click.command("forget-second-step")
@click.argument("email")
@system_access("an operator takes a second step away that somebody lost")
def forget_second_step(email: str) -> None:
    """Take away the second step of EMAIL, who lost it: the next sign-in asks for a new one. Be sure who asks you."""
    second_steps.forget(email, by=_operator())
    click.echo(f"{email} sets up a second step at the next sign-in.")


@click.command()
@click.argument("kind", type=click.Choice([str(kind) for kind in Kind]))
@click.argument("name")
@click.option(
    "--place", default="", help="Council (slug or code), partnership (slug) or CQC provider id it stands for."
)
@system_access("an operator adds bodies")
def body(kind: str, name: str, place: str) -> None:
    """Add a body of a KIND under a NAME."""
    if kind == Kind.COUNCIL and not place:
        found = resolve(name)
        if found is None:
            raise ActionRefused(f"No English council with adult social care is called {name}: say which with --place.")
        place = found.code
    made = actions.add_body(Kind(kind), name, place, by=_operator())
    click.echo(f"{made.kind} {made.name}: added.")


@click.command()
@click.argument("body")
@click.argument("role", type=click.Choice([str(role) for role in Role]))
@click.argument("email")
@click.option("--site", default=lambda: settings.IRHUB_SITE, show_default="IRHUB_SITE", help="Where the site answers.")
@system_access("an operator invites the first people of a body")
def invite(body: str, role: str, email: str, site: str) -> None:
    """Invite EMAIL to a ROLE in a BODY, named as it was added. Prints the link to hand over."""
    found = Body.objects.filter(name__iexact=body).first()
    if found is None:
        raise ActionRefused(f"No body is called {body}. Add it with: irhub body KIND NAME")
    _, secret = actions.invite(found, Role(role), email, by=_operator())
    click.echo(f"{site.rstrip('/')}{reverse('invitation', args=[secret])}")


@click.group()
def audit() -> None:
    """The audit trail: who did what."""


@audit.command("verify")
@click.option(
    "--against",
    "anchor",
    metavar="ANCHOR",
    help="A line with the head of the trail, from a mail or a log, or a file whose last line it is.",
)
@click.option("--json", "as_json", is_flag=True)
@system_access("the whole trail is checked")
def audit_verify(anchor: str | None, as_json: bool) -> None:
    """Check that no event was altered or removed since its head was last kept. Exit code 1 if one was."""
    broken = verify(anchors.last() if anchor is None else anchors.given(anchor))
    held = AuditEvent.objects.count()
    if as_json:
        click.echo(json.dumps({"events": held, "broken": [vars(place) for place in broken]}))
    else:
        for place in broken:
            click.echo(str(place))
        click.echo(f"{held} events, {len(broken)} broken places.")
    sys.exit(1 if broken else 0)


@click.command("identity-provider")
@click.argument("body")
@click.option("--server", help="Address of the OpenID Connect provider, such as https://login.example.org/tenant/v2.0.")
@click.option("--client-id", help="What the provider calls the hub.")
@click.option("--remove", is_flag=True, help="Let its people sign in with passwords alone.")
@click.option("--site", default=lambda: settings.IRHUB_SITE, show_default="IRHUB_SITE", help="Where the site answers.")
@system_access("an operator sets the identity provider of a body")
def identity_provider(body: str, server: str | None, client_id: str | None, remove: bool, site: str) -> None:
    """Let the people of a BODY sign in with the accounts of their work.

    The client secret is asked for, or taken from IRHUB_CLIENT_SECRET, so that it stands in no list of processes.
    """
    found = Body.objects.filter(name__iexact=body).first()
    if found is None:
        raise ActionRefused(f"No body is called {body}. Add it with: irhub body KIND NAME")
    if not remove and not (server and client_id):
        raise ActionRefused("Give --server and --client-id, or --remove.")
    if remove:
        actions.remove_identity_provider(found, by=_operator())
        click.echo(f"The people of {found.name} sign in with passwords alone.")
        return
    secret = os.environ.get("IRHUB_CLIENT_SECRET") or click.prompt("Client secret", hide_input=True)
    made = actions.set_identity_provider(
        found, server=str(server), client_id=str(client_id), secret=secret, by=_operator()
    )
    back = reverse("openid_connect_callback", args=[made.app.provider_id])
    click.echo(f"Tell the provider that people come back to {site.rstrip('/')}{back}")


@click.command("subject-access")
@click.argument("email", default="")
@click.option("--name", default="", help="First and last name, for what has no address.")
@click.option("--phone", default="", help="Telephone number.")
@click.option("--format", "form", type=click.Choice(["html", "json"]), default="json", show_default=True)
@click.option("--files", type=click.Path(file_okay=False, path_type=Path), help="A folder for the files that are held.")
def subject_access(email: str, name: str, phone: str, form: str, files: Path | None) -> None:
    """Print everything that is held about a person, for that person: as JSON, or as a page to read and print. They are looked for by EMAIL,
    by name and by telephone number; what was found without the address says so, and is looked at before it is handed over."""
    whom = Whom(email, name, phone)
    if not whom.patterns:
        raise ActionRefused("Give an e-mail address, a name or a whole telephone number.")
    with system_access("a person asked what is held about them", by=_operator()):
        told = everything_about(whom, by=_operator())
    if not told:
        raise ActionRefused(f"Nothing is held about {email or name or phone}.")
    if told.files and files is None:
        click.echo(f"{len(told.files)} files are named in it: give --files FOLDER to have them.", err=True)
    if files is not None:
        for path, data in told.files.items():
            place = files / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    click.echo(as_page(told, whom) if form == "html" else as_json(told))


@click.command("retention")
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--preview",
    "days",
    type=click.IntRange(0, 3660),
    help="Remove nothing: say what a run would remove so many days from now.",
)
def retention(as_json: bool, days: int | None) -> None:
    """Remove what is over its time (docs/data-protection.md), and say what was removed. Run it every day."""
    done, word = (run(), "removed") if days is None else (preview(days), "would be removed")
    if as_json:
        click.echo(json.dumps({told.name: told.count for told in done}))
    else:
        for told in done:
            click.echo(f"{told.name}: {told.count} {word}")


COMMANDS = (administrator, forget_second_step, body, invite, identity_provider, audit, subject_access, retention)
