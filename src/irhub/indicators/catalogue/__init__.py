"""Every indicator, one module each, by code. A module here is an indicator: it needs no other registration."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from irhub.indicators.indicator import SEVERITIES, Indicator, Of, Question

_QUESTIONS = list(Question)


def _all() -> dict[str, Indicator]:
    found = [import_module(f"{__name__}.{module.name}").INDICATOR for module in iter_modules(__path__)]
    return {indicator.code: indicator for indicator in sorted(found, key=_place)}


def _place(one: Indicator) -> tuple[int, bool, int, str]:
    """By question; those about organisations first; of these the ones that can be most urgent; then by title."""
    urgent = min(SEVERITIES.index(severity) for severity in one.severities)
    return _QUESTIONS.index(one.question), one.of is not Of.ORGANISATION, urgent, one.title


CATALOGUE: Mapping[str, Indicator] = _all()
"""By code, in the order of the three questions (see _place)."""
