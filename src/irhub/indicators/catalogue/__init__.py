"""Every indicator, one module each, by code. A module here is an indicator: it needs no other registration."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from irhub.indicators.indicator import Indicator, Question

_QUESTIONS = list(Question)


def _all() -> dict[str, Indicator]:
    found = [import_module(f"{__name__}.{module.name}").INDICATOR for module in iter_modules(__path__)]
    ordered = sorted(found, key=lambda indicator: (_QUESTIONS.index(indicator.question), indicator.code))
    return {indicator.code: indicator for indicator in ordered}


CATALOGUE: Mapping[str, Indicator] = _all()
"""By code, in the order of the three questions."""
