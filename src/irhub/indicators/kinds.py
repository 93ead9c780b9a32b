"""What indicators and their signals are told apart by: the question that they answer, how soon to act, who may see them."""

from enum import StrEnum


class Question(StrEnum):
    """What a reader of signals wants to know; each indicator answers one."""

    CARE = "Is care at risk?"
    PEOPLE = "Are people at risk?"
    RECORD = "Is the record sound?"


class Severity(StrEnum):
    """How soon somebody should do something about a signal."""

    ACT = "act this week"
    LOOK = "look soon"
    KNOW = "for information"


SEVERITIES = tuple(Severity)
"""The most urgent first."""


class Audience(StrEnum):
    """Who may see a signal: everybody, whoever acts in a role, or those who may see the names of people."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    PEOPLE = "people"


class Of(StrEnum):
    """What a signal is about."""

    ORGANISATION = "organisation"
    COUNCIL = "council"
    ENGLAND = "England"


class Direction(StrEnum):
    """How a value is to be read."""

    MORE_ASKS = "a higher value asks for more attention"
    NEITHER = "neither high nor low is better: it is a fact about exposure"
    LESS_ASKS = "a lower value asks for more attention"
    EVENT = "it is true or not"
