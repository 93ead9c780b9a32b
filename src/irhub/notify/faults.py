"""What a failed try means, in words for the operator: whether to try again, and whether the other messages can wait with it."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

from irhub.notify.sealing import Unreadable
from irhub.web.logs import without_addresses

LONGEST = 300


@dataclass(frozen=True)
class Fault:
    """Why a try failed, in words without an address. `for_good`: another try would end alike. `away`: so would any other message's."""

    says: str
    for_good: bool = False
    away: bool = False


def fault_of(problem: Exception) -> Fault:
    """What went wrong with a try."""
    fault = _fault(problem)
    return Fault(without_addresses(fault.says)[:LONGEST], fault.for_good, fault.away)


def _fault(problem: Exception) -> Fault:
    match problem:
        case Unreadable():
            return Fault("It was sealed under another signing key and cannot be read. Have it written again.", True)
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, said = next(iter(refused.values()))
            return _answered("does not take mail for this address", code, said)
        case smtplib.SMTPSenderRefused(smtp_code=code, smtp_error=said):
            return Fault(
                f"The mail server does not take mail from IRHUB_EMAIL_FROM: {_words(code, said)}", away=True
            )  # as soon as the setting is right, it leaves
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=said):
            return _answered("does not take this message", code, said)
        case smtplib.SMTPAuthenticationError(smtp_code=code, smtp_error=said):
            return Fault(
                f"The mail server does not take the name and password in IRHUB_EMAIL_URL: {_words(code, said)}",
                away=True,
            )
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            return Fault(f"The mail server refused the connection: {_words(code, said)}", away=True)
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return Fault("The mail server did not answer in time, or broke off.", away=True)
        case AnymailRecipientsRefused():
            return Fault("The mail provider does not take mail for this address.", True)
        case AnymailAPIError(status_code=int(code)):
            wrong = code in (400, 404, 413, 422)
            return Fault(f"The mail provider answered with {code}.", for_good=wrong, away=not wrong)
        case smtplib.SMTPException() | OSError() | AnymailAPIError():
            return Fault(f"The mail server cannot be reached ({type(problem).__name__}).", away=True)
        case ValueError():
            return Fault(f"The message cannot be sent as it is written ({type(problem).__name__}).", True)
        case _:
            return Fault(f"It met a fault ({type(problem).__name__}): the log has the place.")


def _answered(what: str, code: int, said: bytes | str) -> Fault:
    return Fault(f"The mail server {what}: {_words(code, said)}", for_good=code >= 500)


def _words(code: int, said: bytes | str) -> str:
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(told.split())}"
