"""How well sponsors are linked to providers, and how well other tools do, on a seed that nothing was tuned on.

    python bench/link_quality.py [--seed 17] [--trouble 1] [--scale england] [--only irhub,rapidfuzz] [--other] [--errors] [--companies]

Each linker runs in a process of its own, so that its peak memory is its own. The others need the extra: pip install irhub[bench].
Ours is judged at its shipped threshold as well. --errors prints every class of error of ours with its count; --companies
links with Companies House too (ours alone).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

import polars as pl

sys.path.insert(0, ".")
from bench import rivals
from bench.errors import classes
from bench.registers import HELD_BACK, companies, frames

from irhub.linkage import evaluation, linker
from irhub.linkage.registered import unregistered

LINKERS = {
    "irhub": linker.link,
    "rapidfuzz": rivals.rapidfuzz,
    "recordlinkage": rivals.recordlinkage,
    "splink": rivals.splink,
}


def run(
    name: str, seed: int, trouble: float, scale: str, other: bool, errors: bool, with_companies: bool
) -> dict[str, object]:
    sponsors, places, truth = frames(seed, scale=scale, trouble=trouble, other=other)
    given = [sponsors, places]
    if with_companies:
        known = companies(seed, scale=scale)
        odd = unregistered(sponsors, known)["sponsor_key"]
        given = [sponsors.with_columns(unregistered=pl.col("sponsor_key").is_in(odd.implode())), places, known]
    started = time.perf_counter()
    links = LINKERS[name](*given)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows = evaluation.judged(links, truth)
    best, sure = evaluation.best_f1(rows), evaluation.at_precision(rows)
    told: dict[str, object] = {
        "precision": best.precision, "recall": best.recall, "f1": best.f1, "recall at 99%": sure.recall,
        "seconds": seconds, "GiB": memory,
    }  # fmt: skip
    if name == "irhub":
        at = linker.thresholds()["accepted"]
        accepted = evaluation.quality(rows, at)
        print(f"accepted (score >= {at}): precision {accepted.precision:.4f}, recall {accepted.recall:.4f}; "
              f"99% precision from score {sure.threshold:.3f}", file=sys.stderr)  # fmt: skip
        proven = evaluation.quality(evaluation.judged(links.filter(pl.col("rests_on") != ""), truth), at)
        print(f"of these proven: precision {proven.precision:.4f}, recall {proven.recall:.4f}", file=sys.stderr)
        with pl.Config(tbl_rows=30, fmt_str_lengths=70, tbl_width_chars=150, tbl_hide_dataframe_shape=True):
            print(evaluation.reliability(rows), file=sys.stderr)
            if errors:
                print(classes(rows, sponsors, places, at), file=sys.stderr)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=HELD_BACK)
    parser.add_argument("--trouble", type=float, default=1.0)
    parser.add_argument("--scale", default="england")
    parser.add_argument("--only", default=",".join(LINKERS))
    parser.add_argument("--other", action="store_true", help="names spoiled by the rules of other_noise.py")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--companies", action="store_true", help="with Companies House")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(
            json.dumps(
                run(asked.only, asked.seed, asked.trouble, asked.scale, asked.other, asked.errors, asked.companies)
            )
        )
        return
    sponsors, places, truth = frames(asked.seed, scale=asked.scale, trouble=asked.trouble, other=asked.other)
    true = truth.filter(pl.col("provider_id") != "").height
    print(
        f"seed {asked.seed}: {sponsors.height:,} sponsors, {places['provider_id'].n_unique():,} providers, {true:,} true links"
    )
    print(f"{'':<14}{'precision':>10}{'recall':>8}{'F1':>8}{'recall at 99%':>15}{'seconds':>9}{'GiB':>6}")
    for name in asked.only.split(","):
        options = ["--seed", str(asked.seed), "--trouble", str(asked.trouble), "--scale", asked.scale, "--only", name]
        command = [
            sys.executable,
            __file__,
            "--child",
            *options,
            *(f"--{flag}" for flag in ("other", "errors", "companies") if getattr(asked, flag)),
        ]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            print(f"{name:<14} failed")
            continue
        told = json.loads(done.stdout.splitlines()[-1])
        print(f"{name:<14}{told['precision']:>10.3f}{told['recall']:>8.3f}{told['f1']:>8.3f}{told['recall at 99%']:>15.3f}"
              f"{told['seconds']:>9.1f}{told['GiB']:>6.2f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
