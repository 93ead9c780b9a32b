"""The demo's helpline: a dozen questions of fictional providers and of the council, some answered, one that stands against another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.casework.complaints import complain
from irhub.casework.contacts import Authority, Relation, Told
from irhub.casework.notebook import write_note
from irhub.programmes.demo import HUB, adviser, council, helpline_lead, provider, providers
from irhub.programmes.models import Programme
from irhub.support import actions, neutral, workers
from irhub.support.actions import Asked
from irhub.support.mail.taking_in import take_in
from irhub.support.models import Case, Channel, Client, Outcome
from irhub.support.parties import key_of
from irhub.web.working_days import working_days_from

ASKED: tuple[tuple[str, str, str], ...] = (
    (
        "certificates",
        "How many certificates can we ask for?",
        "Show the work that each of them would do, and ask for as many as that.",
    ),
    (
        "right-to-work",
        "A worker's share code has expired",
        "Check it again online, and keep the page with the day on it.",
    ),
    (
        "salary",
        "Do sleep-in shifts count towards the salary?",
        "Tell us the hours and the pay of a usual month, and we work it out together.",
    ),
    ("sponsor-duties", "A sponsored worker changes from nights to days", ""),
    ("pay-and-hours", "Hours fall over the winter", "Report it within the days that the rule gives, with the reason."),
    ("repayment-clauses", "May we ask for training costs back?", ""),
    ("licence-suspended", "We had a letter: the licence is suspended", ""),
    (
        "home-office-visit",
        "They announced a visit for Monday",
        "These papers should be ready: contracts, rotas, payslips and checks.",
    ),
    ("contracts", "Which hours must the contract name?", ""),
    (
        "repayment-clauses",
        "A worker left after a month: may we keep the fee?",
        "No: costs of recruitment are yours. Guidance on it is on our page. That is all.",
    ),
)
"""Theme, question, and what the client was told (blank: nobody has replied yet)."""


def the_helpline_s_cases() -> None:
    """A helpline at work: calls to return, a letter with its deadline, a possible conflict, a complaint"""
    ada, lead, manager = adviser(), helpline_lead(), provider()
    firms = providers(len(ASKED))
    with acting_in(ada):
        hub = Programme.objects.get(body__name=HUB)
        cases = [
            _asked(hub, _provider(*firms[number % len(firms)]), theme, subject, told, number, ada)
            for number, (theme, subject, told) in enumerate(ASKED)
        ]
        here = council()
        about = {"about_key": key_of("provider", manager.body.place_code), "about_name": manager.body.name}
        client = {"client_type": Client.COUNCIL, "client_key": here.code, "client_name": here.name}
        against = _asked(hub, client | about, "other", "May we end a contract early?", "", 10, ada)
        write_note(against, text="The desk for councils rang twice.", by=ada)
        refused = _asked(hub, client | about, "other", "Is it wise to place more people there?", "", 12, ada)
        neutral.decline(case=refused, version=refused.version, reason="conflict", by=ada)
        again = _asked(hub, _provider(*firms[2 % len(firms)]), "salary", "Sleep-in shifts, once more", "", 13, ada)
        actions.merge_case(case=again, version=again.version, into=cases[2].reference, by=ada)
        _asked(
            hub,
            client,
            "agencies",
            "Which agencies are on the ethical list?",
            "The list of NHS Employers tells, by day.",
            11,
            ada,
        )
        _closed(cases[1], Outcome.ANSWERED, "", "Told which check is due", ada)
        _closed(cases[4], Outcome.REFERRED, "Acas", "Their contracts are for Acas", ada)
        actions.to_lawyer(case=cases[7], version=cases[7].version, by=ada)
        actions.escalate(case=cases[5], version=cases[5].version, reason="They ask for a written view today.", by=ada)
        actions.hand_over(case=cases[8], version=cases[8].version, owner=None, by=ada)
        complain(
            cases[3],
            complainant="Pat Example",
            text="Nobody rang back on Tuesday.",
            level="minor",
            owner=lead.person_id,
            by=ada,
        )


def _provider(key: str, name: str) -> dict[str, Any]:
    return {"client_type": Client.PROVIDER, "client_key": key, "client_name": name}


def _asked(
    hub: Programme, client: Mapping[str, Any], theme: str, subject: str, told: str, number: int, by: Membership
) -> Case:
    """A question by telephone, answered at once where it was."""
    suspended = theme == "licence-suspended"
    contact: Told = {
        "name": f"Caller {number + 1} Example", "relation": Relation.RUNS, "authority": Authority.OWN, "phone": f"0121 496 02{number:02}",
    }  # fmt: skip
    asked = Asked(
        **client, theme=hub.themes.get(code=theme), subject=subject, text=f"{subject} What do we do?", contact=contact,
        urgency="urgent" if suspended else "routine", letter_on=working_days_from(localdate() - timedelta(days=10), 1)[0] if suspended else None,
    )  # fmt: skip
    made = actions.open_case(programme=hub, asked=asked, channel=Channel.TELEPHONE, by=by)
    if told:
        then = "ask" if told.startswith("Tell us") else "answer" if told.endswith("That is all.") else "reply"
        actions.reply(case=made, version=made.version, text=told, then=then, channel=Channel.TELEPHONE, by=by)
    return made


def _closed(case: Case, outcome: str, to: str, ending: str, by: Membership) -> None:
    actions.close_case(
        case=case, version=case.version, theme=case.theme, outcome=outcome, signposted_to=to, ending=ending, by=by
    )


def workers_who_were_passed_on() -> None:
    """Workers who agreed to be passed on to those who help workers; one of them changed their mind"""
    hub = Programme.objects.get(body__name=HUB)
    to = workers.who_takes(hub)[0].pk
    for name, reach, text in (
        ("Kim", "0121 496 0301", "My sponsor lost its licence, and I do not know how long I may stay."),
        ("Lee", "0121 496 0302", "They say that I must repay my fees if I leave."),
    ):
        told = {"to": to, "name": name, "reach": reach, "safe": "After 6pm, by text", "language": "", "text": text}
        kept = workers.hand_over(hub, told)
    ada = adviser()
    with acting_in(ada):
        workers.withdraw(consent=kept, said_on=localdate(), how="By telephone", by=ada)


LETTERS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("Robin Example", "robin@otherwell.example", "A worker of ours wants to move to you", "Who of us tells the Home Office?\n\nRobin Example", ()),
    ("Sam Example", "sam@advice.example", "Papers for your client", "As promised by telephone, here are the contract and the rota.", ("contract.pdf", "rota.pdf")),
    ("", "no-reply@news.example", "Twelve ways to fill your vacancies", "You receive this as you once gave us your address.", ()),
)  # fmt: skip
"""Who writes, from where, with what subject, what it says, and names of files: mail of which the hub cannot know whose it is."""


def the_helpline_s_mail() -> None:
    """The tray of the helpline: a question of somebody unknown, papers of a client, and an advertisement"""
    hub = Programme.objects.get(body__name=HUB)
    for number, (name, address, subject, text, files) in enumerate(LETTERS):
        mail = EmailMessage()
        mail["From"], mail["To"] = formataddr((name, address)), "helpline@hub.example"
        mail["Subject"], mail["Message-ID"] = subject, f"<{number}@demo.example>"
        mail["Date"] = format_datetime(timezone.now() - timedelta(hours=number + 1))
        mail.set_content(text)
        for file in files:
            mail.add_attachment(b"%PDF-1.4\n%%EOF\n", maintype="application", subtype="pdf", filename=file)
        take_in(mail.as_bytes(), hub, by="the demo", by_mailbox=True)


SCENES = (the_helpline_s_cases, workers_who_were_passed_on, the_helpline_s_mail)
