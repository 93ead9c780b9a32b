"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Find
from irhub.accounts.policy import ANYONE, Rule
from irhub.legal_advice.workflows import ADVISES, LEADS
from irhub.programmes.queries import whose_programme
from irhub.support.mail.queries import whose_mail
from irhub.support.queries import whose_case, whose_consent, whose_question
from irhub.support.workflows import CLIENTS
from irhub.web.listing import with_downloads

_CASES = Rule("answering the helpline: cases of one’s body", to=(ADVISES,))
_CONSENTS = Rule("what workers agreed to be passed on by the helpline of one’s body, and withdrew", to=(ADVISES,))
_MAIL = Rule("looking through mail to the helpline of one’s body", to=(ADVISES,))
_OWN = Rule("reading and answering what one’s own body asked the helpline", to=CLIENTS)
_SAY = Rule("saying how the helpline did, by a signed link", to=(ANYONE,), second_factor=False, by_link=True)
_ASK = Rule("asking the helpline, and reading its answer by a link of one’s own", to=(ANYONE,), second_factor=False)

_NAMES = Rule("naming who decides of safeguarding concerns", to=(LEADS,))

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys((*with_downloads("support"), *with_downloads("support-all")), _CASES),
    **dict.fromkeys(
        (
            "support-find",
            "support-call",
            "support-case",
            "support-do",
            "support-part",
            "support-writing",
            "support-file",
        ),
        _CASES,
    ),
    **dict.fromkeys(("support-consents", "support-consent"), _CONSENTS),
    **dict.fromkeys(("support-tray", "support-mail", "support-mail-original", "support-mail-do"), _MAIL),
    "support-safeguarding": _NAMES,
    **dict.fromkeys(("help-ask", "help-worker"), _ASK),
    **dict.fromkeys(("help-confirm", "help-thread", "help-thread-file"), replace(_ASK, by_link=True)),
    "help-feedback": _SAY,
    "support-going": Rule("which cases of the helpline will be removed, and when", to=(LEADS,)),
    **dict.fromkeys(("help-questions", "help-question", "help-question-file"), _OWN),
}
WHOSE: Mapping[str, Find] = {
    **dict.fromkeys(("support-mail", "support-mail-original", "support-mail-do"), whose_mail),
    **dict.fromkeys(("support-case", "support-do", "support-part", "support-writing", "support-file"), whose_case),
    **dict.fromkeys(("help-question", "help-question-file"), whose_question),
    "support-consent": whose_consent,
    **dict.fromkeys(("support-call", "support-safeguarding"), whose_programme),
}
