"""The registers as they stood on a day, as frames that indicators read. Plain functions over frames, no Django.

Every frame of spans holds the history up to the day: a span that ended later is open. A date is that of an edition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps

import polars as pl

from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase

SPONSORS, LOCATIONS, COMPANIES = "home_office_sponsors", "cqc_locations", "companies_house"
CONTROLLERS, RATINGS, DEACTIVATED = "companies_house_psc", "cqc_ratings", "cqc_deactivated"
_FAR = date(9999, 12, 31)
_APART = 10_000_000
"""More days than lie between any two dates."""
_CARE = (
    r"(?i)\b(home ?care|(health|social|live.in|home|community|domiciliary|residential|nursing|elderly|dementia|respite|aged)"
    r" ?care|care (home|homes|services?|agency|group|solutions?|centre|support)|nursing home|rest home|residential home"
    r"|supported living|domiciliary|carers?|care)\b"
)
_NOT_CARE = (
    r"(?i)\b(dental|dent\w*|veterinary|vets?|child\w*|nurser(y|ies)|kids|car|auto\w*|skin|hair|beauty|eye\w*|optical|foot"
    r"|pet|animal|lawn|garden\w*|tree|pharma\w*|medicare|daycare|aftercare|property|facilit\w+|it|customer|fabric|carpet)\b"
)


def stretches(spans: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Spans that touch or overlap put together: `by`, since, until (null while it stands).

    The days of each group are moved past those of the group before, so that one running maximum serves all of them.
    """
    ordered = spans.with_columns(end=pl.col("until").fill_null(_FAR)).sort(*by, "since")
    apart = pl.struct(by).rle_id().cast(pl.Int64) * _APART
    begins, ends = (apart + pl.col(day).dt.epoch("d").cast(pl.Int64) for day in ("since", "end"))
    block = (begins > ends.cum_max().shift(1)).fill_null(True).cum_sum()
    return (
        ordered.with_columns(block=block)
        .group_by("block", maintain_order=True)
        .agg(pl.col(*by).first(), since=pl.col("since").min(), end=pl.col("end").max())
        .select(*by, "since", until=pl.when(pl.col("end") != _FAR).then(pl.col("end")))
    )


def standing(spans: pl.DataFrame) -> pl.DataFrame:
    """The spans that stand on the day."""
    return spans.filter(pl.col("until").is_null())


def held_since(spans: pl.DataFrame, key: str) -> pl.DataFrame:
    """For each key of which a span stands: key, since (the start of its unbroken stretch)."""
    return standing(stretches(spans, [key])).select(key, "since")


@dataclass(frozen=True)
class Snapshot:
    """The registers as at a day, with the organisations that their records are joined into today.

    `editions`: register, date, state, late_after. `sponsors`, `locations`, `provider_ratings`, `deactivated`, `companies`,
    `controllers`: spans, the first four with organisation_id. `changes`: of the sponsor register and of providers. `links`: sponsor_key,
    provider_id, organisation_id (the provider's), score, band, decided (by whom, for everybody to read; blank if by nobody).
    `namesakes`: organisation_id and the sponsor_key of each other sponsor that may be its own, and was not reviewed.
    `sponsor_companies`: sponsor_key, company_number (that which it most likely is, by name and place), score.
    """

    as_at: date
    editions: pl.DataFrame
    sponsors: pl.DataFrame
    locations: pl.DataFrame
    provider_ratings: pl.DataFrame
    deactivated: pl.DataFrame
    companies: pl.DataFrame
    controllers: pl.DataFrame
    changes: pl.DataFrame
    links: pl.DataFrame
    namesakes: pl.DataFrame
    sponsor_companies: pl.DataFrame

    def dates(self, register: str) -> list[date]:
        """The dates of the accepted editions of a register, oldest first."""
        accepted = self.editions.filter((pl.col("register") == register) & (pl.col("state") == "accepted"))
        return accepted["date"].sort().to_list()

    def first(self, register: str) -> date:
        """Where the hub's history of a register begins; the day itself where it holds none."""
        return next(iter(self.dates(register)), self.as_at)

    def newest(self, register: str) -> date:
        """The newest edition of a register; the day itself where none is held."""
        return (self.dates(register) or [self.as_at])[-1]

    def seen(self, frame: pl.DataFrame, register: str, by: str = "since", name: str = "seen") -> pl.DataFrame:
        """Add in words when a fact was first seen: between two editions, or by the first that is held."""
        dates = pl.DataFrame({"after": self.dates(register)}, schema={"after": pl.Date})
        found = (
            frame.with_row_index("row")
            .sort(by)
            .join_asof(dates.sort("after"), left_on=by, right_on="after", allow_exact_matches=False)
            .sort("row")
            .drop("row")
        )
        between = phrase("between the editions of {} and {}", day("after"), day(by))
        first = phrase("by the edition of {}, where the hub’s history begins", day(by))
        return found.with_columns(pl.when(pl.col("after").is_null()).then(first).otherwise(between).alias(name)).drop(
            "after"
        )

    @cached_property
    def seen_last(self) -> pl.DataFrame:
        """Of each row that starts a span, the newest edition that still shows the same, where that is a later one: register,
        date, line, newest."""
        spans = {
            SPONSORS: self.sponsors, LOCATIONS: self.locations, RATINGS: self.provider_ratings,
            DEACTIVATED: self.deactivated, COMPANIES: self.companies, CONTROLLERS: self.controllers,
        }  # fmt: skip
        return pl.concat([self._seen_last(register, frame) for register, frame in spans.items()])

    def _seen_last(self, register: str, spans: pl.DataFrame) -> pl.DataFrame:
        editions = pl.DataFrame({"newest": self.dates(register)}, schema={"newest": pl.Date})
        return (
            spans.select(
                pl.lit(register).alias("register"), date="since", line="line", end=pl.col("until").fill_null(_FAR)
            )
            .unique(["date", "line"])
            .sort("end")
            .join_asof(editions, left_on="end", right_on="newest", allow_exact_matches=False)
            .filter(pl.col("newest") > pl.col("date"))
            .drop("end")
        )

    @cached_property
    def licences(self) -> pl.DataFrame:
        """Unbroken stretches on the sponsor register, under whatever names and routes: organisation_id, since, until."""
        return stretches(self.sponsors, ["organisation_id"])

    @cached_property
    def licensed(self) -> pl.DataFrame:
        """Organisations on the sponsor register: organisation_id, licensed_since, sponsor_name, entries (how many), licence_rows (evidence)."""
        rows = (
            standing(self.sponsors)
            .sort("organisation_id", "since", "line")
            .group_by("organisation_id", maintain_order=True)
            .agg(
                sponsor_name=pl.col("name").first(),
                sponsor_town=pl.col("town").first(),
                entries=pl.col("sponsor_key").n_unique(),
                licence_rows=source(
                    SPONSORS,
                    "since",
                    "line",
                    phrase("{} is on the register: {}, rating {}", "name", "route", "rating"),
                ).head(3),
            )
        )
        return rows.join(
            standing(self.licences).select("organisation_id", licensed_since="since"), on="organisation_id"
        )

    @cached_property
    def left(self) -> pl.DataFrame:
        """Organisations none of whose records stands on the sponsor register, if the last one left without being paired with a new
        name or town and no namesake stands: organisation_id, sponsor_key, name, town, after, by, evidence."""
        namesakes = self.namesakes.join(standing(self.sponsors), on="sponsor_key", how="semi")
        gone = self.licences.join(self.licensed, on="organisation_id", how="anti").join(
            namesakes, on="organisation_id", how="anti"
        )
        last = gone.group_by("organisation_id").agg(by=pl.col("until").max())
        mine = self.departures.join(last, on=["organisation_id", "by"]).sort("organisation_id", "sponsor_key")
        return mine.unique("organisation_id", keep="first", maintain_order=True)

    @cached_property
    def departures(self) -> pl.DataFrame:
        """Every leaving of the sponsor register: organisation_id, sponsor_key, name, town, after, by, evidence."""
        owner = self.sponsors.select("organisation_id", "sponsor_key").unique()
        removed = self.changes.filter(pl.col("kind") == "licence_removed").rename({"entity_key": "sponsor_key"})
        row = source(SPONSORS, "after", "line_before", phrase("{} was on the register on {}", "name", day("after")))
        none = source(SPONSORS, "by", None, phrase("{} was not listed on {}", "name", day("by")))
        return (
            removed.join(owner, on="sponsor_key")
            .sort("organisation_id", "by", "sponsor_key")
            .select("organisation_id", "sponsor_key", "name", "town", "after", "by", evidence=pl.concat_list(row, none))
        )

    @cached_property
    def care(self) -> pl.DataFrame:
        """Locations of adult social care on the CQC's list on the day."""
        return standing(self.locations).filter(pl.col("social_care"))

    @cached_property
    def care_of_licensed(self) -> pl.DataFrame:
        """Locations of adult social care whose organisation stands on the sponsor register, with what `licensed` says."""
        return self.care.join(self.licensed, on="organisation_id")

    @cached_property
    def exposure(self) -> pl.DataFrame:
        """What hangs on each organisation that gives care: organisation_id, name, councils, locations, beds."""
        care = (
            self.care.sort("organisation_id", "location_id")
            .group_by("organisation_id", maintain_order=True)
            .agg(
                name=pl.col("provider_name").first(),
                councils=pl.col("council_code").filter(pl.col("council_code") != "").unique().sort(),
                locations=pl.len(),
                beds=pl.col("beds").fill_null(0).sum(),
            )
        )
        newest = self.sponsors.sort("since", "line", descending=[True, False])
        sponsors = newest.unique("organisation_id", keep="first", maintain_order=True)
        others = sponsors.join(care, on="organisation_id", how="anti").select(
            "organisation_id",
            "name",
            councils=pl.lit([], pl.List(pl.String)),
            locations=pl.lit(0),
            beds=pl.lit(0),
        )
        counts = ("locations", "beds")
        return pl.concat([frame.with_columns(pl.col(*counts).cast(pl.Int64)) for frame in (care, others)])

    @cached_property
    def surest_links(self) -> pl.DataFrame:
        """Of each organisation the least sure of its accepted links: organisation_id, link_score, link_basis."""
        accepted = self.links.filter(pl.col("band") == "accepted")
        mine = accepted.join(
            self.sponsors.select("sponsor_key", "organisation_id").unique(), on=["sponsor_key", "organisation_id"]
        )
        return (
            mine.sort("score", "sponsor_key")
            .unique("organisation_id", keep="first")
            .select("organisation_id", link_score="score", link_basis="basis")
        )

    @cached_property
    def owners(self) -> pl.DataFrame:
        """Which company is which provider, by the number that it gave the CQC: organisation_id, company_number, and the
        row that says so (number_row)."""
        numbered = standing(self.locations).filter(pl.col("company_number") != "")
        row = source(LOCATIONS, "since", "line", phrase("{} gave company number {}", "provider_name", "company_number"))
        return (
            numbered.sort("since", "line")
            .unique(["organisation_id", "company_number"], keep="first", maintain_order=True)
            .select("organisation_id", "company_number", number_row=row)
        )

    @cached_property
    def licensed_companies(self) -> pl.DataFrame:
        """Companies as they stand at Companies House whose organisation is on the sponsor register and gives care."""
        here = self.owners.join(self.licensed, on="organisation_id").join(
            self.care.select("organisation_id").unique(), on="organisation_id", how="semi"
        )
        return standing(self.companies).join(here, on="company_number")


def once(make: Callable[[Snapshot], pl.DataFrame]) -> Callable[[Snapshot], pl.DataFrame]:
    """A frame that several indicators make of a snapshot: worked out when the first asks for it, and kept with the snapshot."""

    @wraps(make)
    def of(at: Snapshot) -> pl.DataFrame:
        kept: dict[str, pl.DataFrame] = vars(at)  # where a cached_property is kept too
        name = f"{make.__module__}.{make.__qualname__}"
        if name not in kept:
            kept[name] = make(at)
        return kept[name]

    return of


def care_like(name: pl.Expr) -> pl.Expr:
    """Whether a name is like that of a firm of adult care: it says care, and not the care of teeth, cars or children."""
    return name.str.contains(_CARE) & ~name.str.contains(_NOT_CARE)
