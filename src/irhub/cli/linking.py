"""Commands about which sponsor is which provider: link, links, linkage evaluate, linkage explain."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
import polars as pl

from irhub.cli.progress import reporting
from irhub.cli.taking_in import taking_in
from irhub.linkage import evaluation
from irhub.linkage.linker import thresholds
from irhub.organisations.explaining import explained
from irhub.organisations.links import LinkRow, links_listed
from irhub.registers.deriving import bring_up_to_date
from irhub.registers.sources.keys import name_key, place_key
from irhub.web.command_line import EXIT_REFUSED, FORMATS, show

_COLUMNS = [
    "sponsor_name", "sponsor_town", "cqc_provider_id", "provider_name", "score", "band", "decided_by", "reasons",
]  # fmt: skip
_TRUTH = ("sponsor_name", "sponsor_town", "cqc_provider_id")


def _listed(row: LinkRow) -> dict[str, object]:
    return vars(row) | {"reasons": "; ".join(row.reasons), "score": round(row.score, 4)}


@click.command()
@click.option("--everything", is_flag=True, help="Link every sponsor again, not only what changed.")
@click.option("--json", "as_json", is_flag=True)
def link(everything: bool, as_json: bool) -> None:
    """Link sponsors to CQC providers, and bring organisations and pages up to date.

    Only what changed since the last run is linked again, where that run is a basis.
    """
    with taking_in("link"), reporting() as report:
        how = bring_up_to_date(report, everything=everything)
    counts: dict[str, int] = {}
    for row in links_listed():
        counts[row.band] = counts.get(row.band, 0) + 1
    if as_json:
        click.echo(json.dumps({**counts, "how": how}))
    else:
        click.echo(how)
        click.echo(", ".join(f"{count} {band}" for band, count in sorted(counts.items())))


@click.command()
@click.option("--format", "form", type=FORMATS, default="table")
def links(form: str) -> None:
    """List the links that are accepted or wait for review, with their scores and reasons."""
    show(map(_listed, links_listed()), _COLUMNS, form)


@click.group()
def linkage() -> None:
    """How good the links are, and why they were made."""


@linkage.command()
@click.argument("truth", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True)
def evaluate(truth: Path, as_json: bool) -> None:
    """Hold the links against TRUTH, a CSV of sponsor_name, sponsor_town, cqc_provider_id (blank: no provider)."""
    try:
        known = pl.read_csv(truth.read_bytes(), infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        click.echo(f"{truth.name} cannot be read as a CSV: {' '.join(str(problem).split())[:200]}.", err=True)
        sys.exit(EXIT_REFUSED)
    if missing := [column for column in _TRUTH if column not in known.columns]:
        click.echo(f"{truth.name} lacks the columns {', '.join(missing)}. It needs {', '.join(_TRUTH)}.", err=True)
        sys.exit(EXIT_REFUSED)
    key = name_key(pl.col("sponsor_name")) + "|" + place_key(pl.col("sponsor_town"))
    made = pl.DataFrame(
        [(row.sponsor_key, row.cqc_provider_id, row.score) for row in links_listed()],
        schema={"sponsor_key": pl.String, "provider_id": pl.String, "score": pl.Float64},
        orient="row",
    )
    rows = evaluation.judged(made, known.select(sponsor_key=key, provider_id="cqc_provider_id"))
    accepted = evaluation.quality(rows, thresholds()["accepted"])
    sure, best = evaluation.at_precision(rows), evaluation.best_f1(rows)
    table, errors = evaluation.reliability(rows).to_dicts(), evaluation.worst_errors(rows).to_dicts()
    told = {
        name: {"threshold": q.threshold, "precision": q.precision, "recall": q.recall, "f1": q.f1}
        for name, q in (("accepted", accepted), ("at_99_percent_precision", sure), ("best_f1", best))
    }
    if as_json:
        click.echo(json.dumps({**told, "reliability": table, "errors": errors}, indent=1))
        return
    for name, figures in told.items():
        click.echo(
            f"{name.replace('_', ' '):<24} " + "  ".join(f"{what} {value:.3f}" for what, value in figures.items())
        )
    click.echo("\nOf links scored so, how many are right:")
    show(table, ["from", "to", "links", "mean_score", "right"], "table")
    click.echo("\nThe worst errors:")
    show(errors, ["error", "sponsor_key", "provider_id", "score", "true"], "table")


@linkage.command()
@click.argument("name")
@click.argument("town", default="")
@click.option("--json", "as_json", is_flag=True)
def explain(name: str, town: str, as_json: bool) -> None:
    """Say which providers the sponsor NAME (in TOWN) may be, with what speaks for and against each.

    It need not be linked, nor stand on the register: what the linker would say of it is told.
    """
    found = explained(name, town)
    if as_json:
        click.echo(json.dumps([asdict(sponsor) for sponsor in found], indent=1))
        return
    for sponsor in found:
        place = f" ({sponsor.town})" if sponsor.town else ""
        click.echo(f"{sponsor.name}{place}: {'' if sponsor.held else 'not on the register; '}{sponsor.says}")
        for candidate in sponsor.candidates:
            click.echo(f"  {candidate.name}, {candidate.provider_id}: probability {candidate.score:.3f}")
            for told in candidate.decided:
                click.echo(f"    decided: {told}")
            for reason in candidate.reasons:
                click.echo(f"    for: {reason}")
            for reason in candidate.against:
                click.echo(f"    against: {reason}")


COMMANDS = (link, links, linkage)
