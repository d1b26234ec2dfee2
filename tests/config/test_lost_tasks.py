"""A task whose worker died is taken up again, and only such a task."""

from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.health import LOST_AFTER, MAX_TRIES, heartbeat, take_up_lost

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def claimed(*, age: timedelta = timedelta(), workers: tuple[str, ...] = ("first",)) -> DBTaskResult:
    result = heartbeat.enqueue()
    rows = DBTaskResult.objects.filter(pk=result.id)
    rows.update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - age,
        worker_ids=list(workers),
    )
    return rows.get()


def test_a_task_lost_for_a_quarter_of_an_hour_waits_again():
    row = claimed(age=LOST_AFTER)
    assert take_up_lost() == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY
    assert row.worker_ids == ["first"], "its tries are counted"


def test_a_task_still_running_is_left_to_its_worker():
    row = claimed(age=LOST_AFTER - timedelta(seconds=30))
    assert take_up_lost() == 0
    assert take_up_lost(of_worker="other") == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_worker_takes_up_at_once_what_it_lost_with_its_connection():
    row = claimed(workers=("other", "me"))
    left = claimed(workers=("me", "other"))
    assert take_up_lost(of_worker="me") == 1
    row.refresh_from_db()
    left.refresh_from_db()
    assert (row.status, left.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@pytest.mark.parametrize(
    ("tries", "status"),
    [(MAX_TRIES - 1, TaskResultStatus.READY), (MAX_TRIES, TaskResultStatus.FAILED)],
)
def test_a_task_that_kills_its_workers_fails_in_the_end(tries, status):
    row = claimed(age=LOST_AFTER, workers=("x",) * tries)
    take_up_lost()
    row.refresh_from_db()
    assert row.status == status
    assert (row.finished_at is not None) == (status == TaskResultStatus.FAILED)


def test_the_heartbeat_takes_up_what_is_lost():
    row = claimed(age=LOST_AFTER)
    row.task_path = "ambassadeurs.coproprietes.projects.services.remeasure_buildings"
    row.save()
    heartbeat.func()
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY
