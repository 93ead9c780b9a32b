"""A rule's fields in plain words, for pages, feeds, downloads and the comparison of two versions."""

from __future__ import annotations

from decimal import Decimal

from irhub.rulebook.rules import Certainty, Precision, Rule, Topic, Unit, Value
from irhub.web.saying import counted, plain, pounds, say_day

_MONEY = {
    Unit.POUNDS: "",
    Unit.POUNDS_A_YEAR: " a year",
    Unit.POUNDS_AN_HOUR: " an hour",
    Unit.POUNDS_A_DAY: " a day",
}
_FURTHER = {
    "hourly": ("Pounds an hour", "£{} an hour"),
    "hours": ("Hours a week that it is for", "for {} hours a week"),
    "further_6_months": ("Pounds for each further 6 months", "£{} for each further 6 months"),
    "turnover": ("Yearly turnover in pounds, at most", "turnover at most £{} a year"),
    "assets": ("Assets in pounds, at most", "assets at most £{}"),
    "staff": ("Employees, at most", "at most {} employees"),
    "years": ("Years in which they count", "in {} years"),
    "months_worked": ("Months worked before", "after {} months of work"),
    "reduction_percent": ("Percent taken off", "{}% taken off"),
    "date_counts": ("The date of the notice is the first day", "the date of the notice counted: {}"),
}
"""The further values of a rule: what each counts, and how it reads."""

PRECISION_WORDS = {
    Precision.DAY: "The first day is known.",
    Precision.MONTH: "Only the month in which it began is known.",
    Precision.YEAR: "Only the year in which it began is known.",
    Precision.INFERRED: "The first day is inferred from other parts of the same package, or from the date of the guidance.",
    Precision.UNVERIFIED: "The rule is sourced; its first day, long ago, is not confirmed.",
}
PRECISION_SHORT = {
    Precision.DAY: "",
    Precision.MONTH: "day not known",
    Precision.YEAR: "month not known",
    Precision.INFERRED: "first day inferred",
    Precision.UNVERIFIED: "first day not confirmed",
}
CERTAINTY_COLOURS = {
    Certainty.SETTLED: "green",
    Certainty.REPORTED: "turquoise",
    Certainty.ANNOUNCED: "purple",
    Certainty.CONFLICTING: "red",
    Certainty.TO_BE_VERIFIED: "yellow",
}


def value_words(value: Value, unit: Unit) -> str:
    """A value with what it counts: £25,000 a year, 10 working days, yes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        if unit is Unit.SHARE_OF_YEAR:
            return f"{value} {unit}"
        return value.replace("_", " ")
    number = Decimal(value)
    if unit in _MONEY:
        return f"{pounds(number)}{_MONEY[unit]}"
    if unit is Unit.PERCENT:
        return f"{plain(number)}%"
    return counted(number, unit)


def further_title(name: str) -> str:
    """What a further value counts."""
    return _FURTHER[name][0] if name in _FURTHER else name.replace("_", " ").capitalize()


def further_words(rule: Rule) -> list[str]:
    """The further values, as they read: £12.82 an hour, for 37.5 hours a week."""
    return [
        _FURTHER.get(name, ("", f"{name.replace('_', ' ')}: {{}}"))[1].format(_plain(value))
        for name, value in rule.also.items()
    ]


def _plain(value: Value) -> str:
    if isinstance(value, bool | str):
        return value_words(value, Unit.TEXT)
    number = Decimal(value)
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,}"


def period_words(rule: Rule) -> str:
    """From when to when a rule applies, both days included."""
    since, until = rule.since, rule.until
    if since is None:
        first = "No date" if rule.certainty is Certainty.ANNOUNCED else "First day not known"
        return f"{first}, until {say_day(until)}" if until else first
    start = {Precision.MONTH: f"{since:%B %Y}", Precision.YEAR: str(since.year)}.get(rule.precision, say_day(since))
    return f"{start} to {say_day(until)}" if until else f"From {start}, no end found"


def fields_in_words(rule: Rule, topic: Topic) -> dict[str, str]:
    """Every field that people read, by its title; what is not said is blank."""
    return {
        "What it says": rule.says,
        "Value": value_words(rule.value, rule.unit),
        "Further values": "; ".join(further_words(rule)),
        "For whom or what": topic.scope_words(rule.scope),
        "What decides": rule.basis.words,
        "First day": say_day(rule.since) if rule.since else "not known",
        "Last day": say_day(rule.until) if rule.until else "no end found",
        "How exactly the first day is known": PRECISION_WORDS[rule.precision],
        "Certainty": f"{rule.certainty.capitalize()}. {rule.certainty.words}",
        "Note": rule.note,
        "Sources": "; ".join(rule.sources),
        "Withdrawn": "yes" if rule.withdrawn else "",
    }


def differences_in_words(before: Rule | None, after: Rule, topic: Topic) -> list[tuple[str, str, str]]:
    """Title, old words and new words of each field that differs; every filled field of a rule that is new."""
    new = fields_in_words(after, topic)
    old = fields_in_words(before, topic) if before else dict.fromkeys(new, "")
    return [(title, old[title], said) for title, said in new.items() if said != old[title]]
