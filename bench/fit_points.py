"""Make src/irhub/linkage/data/points.json from fictional registers of the tuning seeds.

    python bench/fit_points.py

The tuning seeds differ in how badly names are spelled, so that the points do not learn one mixture. The seed that the tests and
bench/link_quality.py judge by (bench.registers.HELD_BACK) is never used here. The fit is a logistic regression with a small
pull towards straight tables (each point towards its neighbours), solved by Newton's method.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
from bench.registers import frames

from irhub.linkage import linker, scoring, sides

SEEDS = ((1, 1.0), (2, 0.6), (3, 1.4))
"""Seed and how much trouble names have."""
TARGET = Path(__file__).parents[1] / "src/irhub/linkage/data/points.json"
_SMOOTH, _SHRINK, _SAMPLED = 20.0, 0.5, 10


def design(evidence: pl.DataFrame, marks: scoring.Tables) -> np.ndarray:
    columns = [
        scoring.interpolation_weights(evidence[name].cast(pl.Float32).to_numpy(), at) for name, at in marks.items()
    ]
    return np.concatenate([np.ones((evidence.height, 1), np.float32), *columns], axis=1)


def penalty(marks: scoring.Tables) -> np.ndarray:
    """Pulls neighbouring points together and all of them a little towards 0; the start is free."""
    width = 1 + sum(map(len, marks.values()))
    pull, at = np.zeros((width, width)), 1
    for name, edges in marks.items():
        for i in range(len(edges)):
            pull[at + i, at + i] += _SHRINK
            if i and name not in ("kinds", "legal", "level"):
                difference = np.zeros(width)
                difference[at + i], difference[at + i - 1] = 1, -1
                pull += _SMOOTH * np.outer(difference, difference) * 0.1
        at += len(edges)
    return pull


def fit(x: np.ndarray, y: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """The points that fit best; first roughly on a tenth of the rows, which leaves few steps for all of them."""
    some = slice(None, None, _SAMPLED)
    return _newton(x, y, pull, _newton(x[some], y[some], pull / _SAMPLED, np.zeros(x.shape[1])))


def _newton(x: np.ndarray, y: np.ndarray, pull: np.ndarray, beta: np.ndarray) -> np.ndarray:
    for _ in range(15):
        gradient, hessian = -pull @ beta, pull + 1e-6 * np.eye(len(beta))
        for at in range(0, len(x), 200_000):
            part = x[at : at + 200_000].astype(np.float64)
            p = scoring.probability(part @ beta)
            gradient += part.T @ (y[at : at + 200_000] - p)
            hessian += (part * (p * (1 - p))[:, None]).T @ part
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-2:
            break
    return beta


def table(beta: np.ndarray, marks: scoring.Tables) -> dict[str, list[float]]:
    """The fitted points by evidence, each table moved so that its weighted middle does not matter: its start is 0."""
    out, at, start = {}, 1, beta[0]
    for name, edges in marks.items():
        out[name] = [round(float(point), 3) for point in beta[at : at + len(edges)]]
        at += len(edges)
    return {"start": [round(float(start), 3)], **out}


def main() -> None:
    told = []
    for seed, trouble in SEEDS:
        sponsors, places, truth = frames(seed, trouble=trouble)
        learned = sides.learn(sponsors, places)
        providers = sides.prepare_providers(places, learned)
        pairs = linker.compared(sides.prepare_sponsors(sponsors, learned), providers)
        keyed = truth.with_columns(true=pl.lit(1.0))
        pairs = pairs.join(keyed, on=["sponsor_key", "provider_id"], how="left", maintain_order="left")
        told.append(pairs.with_columns(pl.col("true").fill_null(0.0)))
        print(f"seed {seed}: {pairs.height:,} pairs, {int(told[-1]['true'].sum()):,} true", flush=True)
    y = np.concatenate([pairs["true"].to_numpy() for pairs in told])
    x = np.concatenate([design(pairs, scoring.MARKS) for pairs in told])
    pair = table(fit(x, y, penalty(scoring.MARKS)), scoring.MARKS)
    del x
    told = [pairs.with_columns(sum=scoring.total(scoring.points(pairs, scoring.MARKS, pair), pair)) for pairs in told]
    against = [scoring.rivals(pairs.with_columns(body="sponsor_key")) for pairs in told]
    x = np.concatenate([design(evidence, scoring.RIVAL_MARKS) for evidence in against])
    second = table(fit(x, y, penalty(scoring.RIVAL_MARKS)), scoring.RIVAL_MARKS)
    TARGET.write_text(json.dumps({"pair": pair, "rivals": second}) + "\n")


if __name__ == "__main__":
    main()
