"""What this room derives (registers/deriving.py): the summaries of councils and places, their figures, maps and history."""

from __future__ import annotations

from irhub.dashboards.summaries import keep_month_of, summarise_periods, withhold_periods
from irhub.dashboards.summarising import summarise, summarise_past_day, summarise_some
from irhub.registers.deriving import Step

STEPS = (
    Step(
        "summaries",
        after=("providers",),
        title="Summaries of councils and places",
        all=lambda _: summarise(),
        some=lambda _, touched: summarise_some(sorted(touched.providers), sorted(touched.sponsors), touched.relicensed),
        tables=(
            "dashboards_recordincouncil", "dashboards_changeincouncil",
            "dashboards_placefigures", "dashboards_placesplit", "dashboards_placemap",
        ),
        past_day=summarise_past_day,
    ),
    Step(
        "history of places",
        after=("summaries",),
        title="History of places",
        all=lambda _: summarise_periods(),
        some=lambda _, _touched: summarise_periods(),
        tables=("dashboards_placeperiod",),
        slow=True,
        past_day=keep_month_of,
        withhold=lambda touched: withhold_periods(touched.providers),
    ),
)  # fmt: skip
