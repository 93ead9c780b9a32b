"""Figures for Prometheus: requests by route, and how the registers and the jobs stand. No figure is about a person."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone
from django.utils.timezone import localdate
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from irhub.operations import health, mail, queries
from irhub.registers import lagging
from irhub.registers import queries as register_queries

REQUESTS = Counter("irhub_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "irhub_request_seconds",
    "How long answers took",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


class _State(Collector):
    """Asked of the database when somebody looks."""

    def describe(self) -> list[Metric]:
        """Nothing before it is asked: registering must not reach for the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The state as it is now; only that the database is away, if it is."""
        up = health.database()
        yield GaugeMetricFamily("irhub_database_up", "Whether the database answers", value=float(up))
        if up:
            try:
                yield from _registers()
                yield from _jobs()
                yield from _mail()
            except DatabaseError:
                return


def _registers() -> Iterator[Metric]:
    age = GaugeMetricFamily("irhub_edition_age_days", "Age of the newest accepted edition", labels=["register"])
    late = GaugeMetricFamily("irhub_register_late", "Whether it is older than its cadence allows", labels=["register"])
    waiting = GaugeMetricFamily("irhub_editions_quarantined", "Editions that wait for a person", labels=["register"])
    for row in register_queries.freshness(localdate()):
        if row.age is not None:
            age.add_metric([row.register], row.age)
        late.add_metric([row.register], float(row.late))
        waiting.add_metric([row.register], row.quarantined)
    behind = GaugeMetricFamily(
        "irhub_derived_lags", "Whether links, summaries and indicators are not of the editions that are accepted"
    )
    behind.add_metric([], float(lagging.lag() is not None))
    yield from (age, late, waiting, behind)


def _jobs() -> Iterator[Metric]:
    queue = GaugeMetricFamily("irhub_jobs", "Jobs of the background workers", labels=["status"])
    for status, count in queries.queue().items():
        queue.add_metric([status], count)
    last = GaugeMetricFamily("irhub_job_last_done_seconds", "Unix time of the last good run", labels=["job"])
    for row in queries.jobs():
        if row.last_done:
            last.add_metric([row.job.name], row.last_done.timestamp())
    beat = GaugeMetricFamily("irhub_workers", "Background workers that gave a sign of life lately")
    beat.add_metric([], queries.workers_alive())
    yield from (queue, last, beat)


def _mail() -> Iterator[Metric]:
    now = mail.state()
    waited = (timezone.now() - now.oldest).total_seconds() if now.oldest else 0.0
    yield GaugeMetricFamily("irhub_mail_waiting", "Messages in the outbox", value=float(now.waiting))
    yield GaugeMetricFamily("irhub_mail_oldest_seconds", "For how long the oldest has waited", value=waited)
    yield GaugeMetricFamily("irhub_mail_not_sent", "Messages that could not be sent", value=float(now.failed))


def text() -> bytes:
    """All figures in Prometheus's text form, of every web process of this server together."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(_State())
        return generate_latest(registry)
    registry.register(_State())
    return generate_latest(REGISTRY) + generate_latest(registry)
