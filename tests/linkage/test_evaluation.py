"""Figures about links are counted as their names say."""

from __future__ import annotations

import polars as pl
import pytest

from irhub.linkage.evaluation import at_precision, best_f1, judged, quality, reliability, worst_errors

LINKS = pl.DataFrame(
    {
        "sponsor_key": ["a", "b", "c", "d", "e"],
        "provider_id": ["1", "2", "9", "4", None],
        "score": [0.99, 0.95, 0.9, 0.4, 0.0],
    }
)
TRUTH = pl.DataFrame({"sponsor_key": ["a", "b", "b", "c", "d", "e"], "provider_id": ["1", "2", "7", "", "4", "5"]})


def test_precision_recall_and_f1_are_counted_at_a_threshold():
    told = quality(judged(LINKS, TRUTH), 0.5)
    assert (told.linked, told.right, told.true) == (3, 2, 4)
    assert told.precision == pytest.approx(2 / 3)
    assert told.recall == pytest.approx(1 / 2)
    assert told.f1 == pytest.approx(4 / 7)


def test_recall_at_a_precision_takes_the_lowest_threshold_that_holds_it():
    told = at_precision(judged(LINKS, TRUTH), 0.99)
    assert (told.threshold, told.recall) == (0.95, 0.5)
    assert at_precision(judged(LINKS, TRUTH), 0.7).recall == 0.75


def test_the_best_f1_is_the_best_of_all_thresholds():
    assert best_f1(judged(LINKS, TRUTH)).threshold == 0.4


def test_the_reliability_table_sets_scores_against_what_was_right():
    table = reliability(judged(LINKS, TRUTH), (0.5, 0.92))
    assert table["links"].to_list() == [1, 1, 2]
    assert table["right"].to_list() == [1.0, 0.0, 1.0]


def test_the_worst_errors_are_the_surest_wrong_links_and_the_links_least_seen():
    told = worst_errors(judged(LINKS, TRUTH)).select("error", "sponsor_key").rows()
    assert told == [("wrong", "c"), ("missed", "e")]
