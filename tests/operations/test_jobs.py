"""Jobs run one at a time, say what became of them, are tried again, and tell the operators when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from irhub.accounts.models import AuditEvent
from irhub.operations import queries, running, worker
from irhub.operations.alerts import problems
from irhub.operations.models import Run
from irhub.registers.models import Edition
from irhub.web.background_jobs import Failed, jobs
from tests.post import delivered

pytestmark = pytest.mark.django_db


def edition(**more):
    facts = {
        "register": "cqc_locations", "date": date(2026, 1, 1), "state": Edition.State.ACCEPTED, "sha256": "0" * 64,
        "file_name": "x.csv", "size_bytes": 1, "record_count": 1, "row_count": 1, "reason": "", "cleaner": 1,
        "loaded_at": timezone.now(), "date_origin": "given", "fictional": False,
    }  # fmt: skip
    return Edition.objects.create(**facts | more)


def does(monkeypatch, name: str, function) -> None:
    monkeypatch.setitem(jobs(), name, replace(jobs()[name], does=function))


def test_what_a_job_said_is_kept_with_when_it_ran(monkeypatch):
    does(monkeypatch, "tidy", lambda: "All is tidy.")
    assert running.run("tidy") == "All is tidy."
    row = next(row for row in queries.jobs() if row.job.name == "tidy")
    assert row.last is not None
    assert (row.last.outcome, row.last.said) == (Run.Outcome.DONE, "All is tidy.")
    assert row.last_done
    assert row.due > timezone.now()


def test_a_job_that_fails_says_why_and_one_that_meets_a_fault_tells_no_values(monkeypatch):
    def fails() -> str:
        raise Failed("The publisher moved its page.")

    def breaks() -> str:
        raise ValueError("pat@example.org")

    does(monkeypatch, "refresh", fails)
    with pytest.raises(Failed):
        running.run("refresh")
    does(monkeypatch, "audit", breaks)
    with pytest.raises(ValueError, match="pat"):
        running.run("audit")
    assert {run.job: run.said for run in Run.objects.all()} == {
        "refresh": "The publisher moved its page.",
        "audit": "It met a fault (ValueError): the log has the place.",
    }
    assert problems() == [
        "The job audit failed: It met a fault (ValueError): the log has the place.",
        "The job refresh failed: The publisher moved its page.",
    ]


def test_a_run_that_was_killed_is_told_of_and_does_not_stop_the_next(monkeypatch):
    does(monkeypatch, "tidy", lambda: "All is tidy.")
    killed = Run.objects.create(job="tidy", started_at=timezone.now() - timedelta(hours=1))
    running.run("tidy")
    killed.refresh_from_db()
    assert killed.outcome == Run.Outcome.INTERRUPTED


def test_a_clock_that_was_set_back_while_a_job_ran_loses_nothing(monkeypatch):
    def set_back() -> str:
        earlier = timezone.now() - timedelta(days=400)
        monkeypatch.setattr(timezone, "now", lambda: earlier)
        return "Done."

    does(monkeypatch, "tidy", set_back)
    assert running.run("tidy") == "Done."
    assert Run.objects.get().outcome == Run.Outcome.DONE


def test_operators_are_written_to_while_something_is_wrong_and_only_then(operator, settings):
    assert running.run("alert") == "Nothing was wrong: no mail was sent."
    assert not delivered()
    edition(date=timezone.localdate() - timedelta(days=200))
    edition(date=timezone.localdate(), state=Edition.State.QUARANTINED, sha256="1" * 64)
    assert running.run("alert") == "3 things were told to 1 people."
    assert delivered()[0].to == ["chief@example.org"]
    assert "not yet in links, summaries and indicators: CQC" in str(delivered()[0].body)
    assert "200 days old" in str(delivered()[0].body)
    assert "1 edition waits in quarantine" in str(delivered()[0].body)
    settings.IRHUB_ALERTS_TO = ["night@example.org"]
    running.run("alert")
    assert delivered()[1].to == ["night@example.org"]


def test_the_operator_sees_every_job_and_has_one_run_soon(operator):
    page = unescape(operator.get(reverse("operations")).content.decode())
    for job in jobs().values():
        assert job.purpose[1:] in page
    assert "No job’s last run ended so" in operator.get(reverse("operations"), {"outcome": "failed"}).content.decode()
    assert operator.get(reverse("operations"), {"format": "csv"}).content.decode().count("Never ran") == len(jobs())
    assert "None</strong> Start" in page
    for _ in range(2):  # asked for twice, it is queued once
        operator.post(reverse("job-run", args=["tidy"]))
    assert ProcrastinateJob.objects.filter(task_name="tidy", status="todo").count() == 1
    assert "Now, it is queued" in operator.get(reverse("operations")).content.decode()
    assert AuditEvent.objects.filter(what="asked for a job", about="job/tidy").exists()
    assert jobs()["tidy"].mend in operator.get(reverse("job", args=["tidy"])).content.decode()
    assert operator.get(reverse("job", args=["nothing"])).status_code == 404


def test_backups_are_made_by_schedule_and_old_ones_dropped(tmp_path):
    from irhub.operations.backup import drop_old

    for day in range(1, 6):
        (tmp_path / f"irhub-2026110{day}T030000Z.tar").touch()
    (tmp_path / "other.tar").touch()
    assert drop_old(tmp_path, 2) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "irhub-20261104T030000Z.tar", "irhub-20261105T030000Z.tar", "other.tar",
    ]  # fmt: skip


def test_a_fault_in_following_decisions_is_logged_and_tried_again_and_the_job_link_tells_of_it(monkeypatch):
    def breaks(*_: object) -> bool:
        raise ValueError("pat@example.org")

    assert worker.follow_decisions() == "Nothing was decided since."
    monkeypatch.setattr(worker, "follow_up", breaks)
    assert worker.follow_decisions() == "It met a fault: the log tells it."
    monkeypatch.setattr("irhub.registers.jobs.catch_up", breaks)
    with pytest.raises(ValueError, match="pat"):
        running.run("link")
    assert problems() == ["The job link failed: It met a fault (ValueError): the log has the place."]
