"""The share of true links that are among the pairs compared: python bench/candidate_recall.py"""

from __future__ import annotations

import sys

import polars as pl

sys.path.insert(0, ".")
from bench.registers import HELD_BACK, Frames, frames

from irhub.linkage import sides
from irhub.linkage.candidates import candidates


def held(registers: Frames) -> float:
    """Of sponsors that have a provider, the share whose provider is among their candidates."""
    sponsors, places, truth = registers
    learned = sides.learn(sponsors, places)
    providers = sides.prepare_providers(places, learned)
    ordered, found = sponsors.sort("sponsor_key"), []
    for at in range(0, ordered.height, 30_000):
        ours = sides.prepare_sponsors(ordered.slice(at, 30_000), learned)
        pairs = candidates(ours.keys, providers.keys)
        sponsor = ours.names.frame["owner"].gather(pairs["s"])
        provider = providers.names.frame["owner"].gather(pairs["p"])
        found.append(
            pl.DataFrame(
                {
                    "sponsor_key": ours.frame["sponsor_key"].gather(sponsor),
                    "provider_id": providers.frame["provider_id"].gather(provider),
                }
            ).join(truth, on=["sponsor_key", "provider_id"], how="semi")
        )
    true = truth.filter(pl.col("provider_id") != "")
    return true.join(pl.concat(found).unique(), on=["sponsor_key", "provider_id"], how="semi").height / true.height


if __name__ == "__main__":
    for other in (False, True):
        share = held(frames(HELD_BACK, other=other))
        print(f"candidates hold {share:.3f} of the true links{' under other noise' if other else ''}")
