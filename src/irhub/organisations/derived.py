"""What this room derives (registers/deriving.py): links and organisations, who is a provider, and the names by which they are found."""

from __future__ import annotations

from dataclasses import replace

from irhub.organisations import search
from irhub.organisations.forming import apply_decisions, link
from irhub.organisations.providers import list_past_day, list_providers, list_some
from irhub.registers.deriving import Run, Step, Touched


def _link(run: Run) -> None:
    run.said.append(link(run.progress, everything=run.anew).how)


def _link_some(run: Run, touched: Touched) -> None:
    if run.decided:
        run.touched = apply_decisions(touched.sponsors)
        return
    linked = link(run.progress, moved=touched.sponsors)
    run.said.append(linked.how)
    run.touched = linked.touched


def _list_some(run: Run, touched: Touched) -> None:
    run.touched = replace(touched, relicensed=list_some(touched.providers))


STEPS = (
    Step(
        "organisations",
        after=("locations of the directory",),
        all=_link,
        some=_link_some,
        tables=(
            "organisations_link",
            "organisations_namesake",
            "organisations_companylink",
            "organisations_member",
            "organisations_organisation",
        ),
    ),
    Step(
        "providers",
        after=("organisations",),
        title="Providers and their licences",
        all=lambda _: list_providers(),
        some=_list_some,
        tables=("organisations_providerincouncil",),
        past_day=list_past_day,
    ),
    Step(
        "names for search",
        after=("organisations",),
        title="Names for search",
        all=lambda _: search.refresh_search_names(),
        some=lambda _, touched: search.gather_some(touched.keys),
        tables=("organisations_searchname", "organisations_searchword"),
    ),
)
