"""What the page of agreement reads: judgements made independently, and the decisions on the sample."""

from __future__ import annotations

from dataclasses import dataclass

from irhub.organisations.decisions import standing
from irhub.organisations.linking import SAMPLE
from irhub.organisations.links import judgements
from irhub.organisations.models import Decision, Link
from irhub.review.agreement import Agreement, Share, agreement, share


@dataclass(frozen=True)
class Measured:
    """How well people agree, and the share of the linker's accepted links that people found right.

    `drawn`: how many links the sample holds now, of `wanted` at most.
    """

    agreement: Agreement
    precision: Share
    drawn: int
    wanted: int
    decisions: int
    blind: int


def measured() -> Measured:
    """Measure. A judgement is independent if it was made blind, or was the first on its pair; only those are compared."""
    sure = standing().filter(verdict__in=[Decision.Verdict.SAME, Decision.Verdict.DIFFERENT]).order_by("at", "pk")
    independent: dict[tuple[str, str], dict[str, str]] = {}
    sampled: set[tuple[str, str]] = set()
    for made in sure.defer("sponsor", "provider"):
        pair = (made.sponsor_key, made.provider_id)
        held = independent.setdefault(pair, {})
        if made.blind or not held:
            held.setdefault(made.who, made.verdict)
        if made.sampled and made.linked == Link.Band.ACCEPTED:
            sampled.add(pair)
    judged = judgements({sponsor for sponsor, _ in sampled})
    outcomes = [found.outcome for sponsor, provider in sampled if (found := judged.get(sponsor, {}).get(provider))]
    settled = [outcome for outcome in outcomes if outcome != "disagree"]
    return Measured(
        agreement([list(votes.values()) for votes in independent.values()]),
        share(settled.count("same"), len(settled)),
        Link.objects.filter(sampled=True).count(),
        SAMPLE,
        sure.count(),
        sure.filter(blind=True).count(),
    )
