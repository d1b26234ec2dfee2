"""`/healthz` tells database, cache and worker apart, and never lies."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.db import OperationalError, connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from communaute.notifications.models import Mail
from communaute.notifications.numbers import NUMBERS
from communaute.notifications.services import tell
from config.health import BEAT_S, LATE_S, heartbeat, start_heartbeat
from socle.scheduler.models import StepRun
from socle.scheduler.runner import LATE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_that_runs(db):
    StepRun.objects.all().delete()
    return StepRun.objects.create(key="essai.etape", finished_at=timezone.now())


@pytest.fixture(autouse=True)
def real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def run_worker_once():
    call_command("db_worker", batch=True, no_startup_delay=True, reload=False, verbosity=0)


def beats():
    return DBTaskResult.objects.filter(task_path=heartbeat.module_path)


def test_all_well_when_the_worker_beats(client):
    start_heartbeat()
    response = client.get("/healthz")
    assert response.status_code == 200
    body = response.json()
    assert body["etat"] == "en service"
    assert all(body[name]["ok"] for name in ("base_de_donnees", "cache", "taches"))
    assert "no-store" in response["Cache-Control"]


def test_a_worker_never_started_is_told(client):
    response = client.get("/healthz")
    assert response.status_code == 503
    body = response.json()
    assert body["base_de_donnees"]["ok"]
    assert body["cache"]["ok"]
    assert not body["taches"]["ok"]
    assert "arrêté" in body["taches"]["detail"]


@pytest.mark.parametrize(("age_s", "status"), [(LATE_S - 2, 200), (LATE_S + 2, 503)])
def test_a_task_that_waits_more_than_a_minute_is_late(client, age_s, status):
    start_heartbeat()
    beats().update(enqueued_at=timezone.now() - timedelta(seconds=age_s))
    assert client.get("/healthz").status_code == status


@pytest.mark.parametrize(("age_s", "status"), [(LATE_S - 2, 200), (LATE_S + 2, 503)])
def test_a_beat_overdue_by_more_than_a_minute_is_late(client, age_s, status):
    heartbeat.using(run_after=timezone.now() - timedelta(seconds=age_s)).enqueue()
    assert client.get("/healthz").status_code == status


def test_a_task_planned_for_later_is_not_late(client):
    start_heartbeat()
    heartbeat.using(run_after=timezone.now() + timedelta(days=1)).enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(days=2))
    beats().filter(run_after__gt=timezone.now() + timedelta(days=2)).delete()
    assert client.get("/healthz").status_code == 200


def test_a_worker_killed_during_its_beat_is_told(client):
    start_heartbeat()
    beats().update(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - timedelta(seconds=LATE_S + 1),
    )
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_a_beat_and_plans_the_next():
    start_heartbeat()
    run_worker_once()
    planned = beats().get(status=TaskResultStatus.READY)
    wait_s = (planned.run_after - timezone.now()).total_seconds()
    assert BEAT_S - 10 < wait_s <= BEAT_S
    planned.run_after = timezone.now()
    planned.save()
    run_worker_once()
    assert beats().count() == 2, "the beats before the last one are forgotten"


def test_starting_twice_plans_one_beat():
    start_heartbeat()
    start_heartbeat()
    assert beats().count() == 1


def test_a_cache_that_fails_is_told(client, monkeypatch):
    class Broken(LocMemCache):
        def set(self, *args, **kwargs):
            raise ConnectionRefusedError

    start_heartbeat()
    monkeypatch.setattr(caches._connections, "default", Broken("broken", {}), raising=False)
    response = client.get("/healthz")
    assert response.status_code == 503
    body = response.json()
    assert not body["cache"]["ok"]
    assert body["base_de_donnees"]["ok"]
    assert body["taches"]["ok"]


def test_a_database_that_fails_is_told(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert response.status_code == 503
    body = response.json()
    assert not body["base_de_donnees"]["ok"]
    assert not body["taches"]["ok"]
    assert body["cache"]["ok"]


@pytest.mark.parametrize(
    ("over", "status"), [(timedelta(seconds=-5), 200), (timedelta(seconds=5), 503)]
)
def test_a_mail_that_waits_for_a_quarter_of_an_hour_is_told(client, over, status):
    start_heartbeat()
    tell("comptes.password_changed", to="a@example.org", key="x", context={"email": ""})
    age = timedelta(minutes=NUMBERS.late_minutes) + over
    Mail.objects.update(planned_at=timezone.now() - age)
    response = client.get("/healthz")
    assert response.status_code == status
    assert "1 en attente" in response.json()["courriels"]["detail"]


def test_a_mail_that_failed_is_told_without_stopping_the_service(client):
    start_heartbeat()
    tell("comptes.password_changed", to="a@example.org", key="x", context={"email": ""})
    Mail.objects.update(state="failed", ended_at=timezone.now())
    response = client.get("/healthz")
    assert response.status_code == 200
    assert "1 en échec" in response.json()["courriels"]["detail"]


@pytest.mark.parametrize(
    ("over", "status"), [(timedelta(seconds=-5), 200), (timedelta(seconds=5), 503)]
)
def test_a_clock_silent_for_an_hour_is_told(client, clock_that_runs, over, status):
    start_heartbeat()
    StepRun.objects.update(finished_at=timezone.now() - LATE - over)
    response = client.get("/healthz")
    assert response.status_code == status
    assert response.json()["horloge"]["ok"] is (status == 200)


def test_health_is_read_only(client):
    assert client.post("/healthz").status_code == 405
