"""What `/healthz` says: the database, the cache, the task worker, mails and the clock, each for
itself.

The worker's pulse is a real task. `heartbeat`, when the worker runs it, queues the next one for
`BEAT_S` seconds later: its trace in the queue proves the whole chain (database, queue, worker),
with no thread nor table of our own, and the page itself writes nothing in the database.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.db import Error, connection
from django.db.models import Q
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django.utils.timezone import localtime
from django_tasks_db.models import DBTaskResult, get_date_max

from communaute.notifications.outbox.pending import mail_counts
from socle.calendar import date_format
from socle.scheduler.runner import late_since

BEAT_S = 20
LATE_S = 60


@dataclass(frozen=True)
class HealthPart:
    """State of one part: `ok`, and a sentence when it is not."""

    ok: bool
    detail: str = "en service"


@task
def heartbeat() -> None:
    """Forget the beats before this one, plan the next, and take up what a dead worker left."""
    beats = DBTaskResult.objects.filter(task_path=heartbeat.module_path)
    beats.exclude(status=TaskResultStatus.RUNNING).delete()
    plan_heartbeat()
    take_up_lost()


def plan_heartbeat() -> None:
    """Queue the next beat; the worker's start-up calls it too, to begin the chain."""
    heartbeat.using(run_after=timezone.now() + timedelta(seconds=BEAT_S)).enqueue()


def start_heartbeat() -> None:
    """Begin the chain when no beat waits in the queue."""
    waiting = DBTaskResult.objects.filter(
        task_path=heartbeat.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        heartbeat.enqueue()


def database_state() -> HealthPart:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error:
        return HealthPart(ok=False, detail="la base de données ne répond pas")
    return HealthPart(ok=True)


def cache_state() -> HealthPart:
    cache = caches["default"]
    # Behind a cache that hides its failures, the one that fails, and what it then raises.
    errors = (OSError, ValueError, *getattr(cache, "errors", ()))
    cache = getattr(cache, "redis", cache)
    value = secrets.token_hex(8)
    try:
        cache.set("healthz", value, 30)
        kept = cache.get("healthz")
    except errors:
        return HealthPart(ok=False, detail="le cache ne répond pas")
    # Another check may have written in between: any value proves that the cache keeps.
    return HealthPart(ok=True) if kept else HealthPart(ok=False, detail="le cache ne garde rien")


def worker_state() -> HealthPart:
    """Late when a task due for a minute still waits; stopped when no beat is planned or running."""
    now = timezone.now()
    limit = now - timedelta(seconds=LATE_S)
    beats = DBTaskResult.objects.filter(task_path=heartbeat.module_path)
    try:
        alive = (
            beats.filter(status=TaskResultStatus.READY).exists()
            or beats.filter(status=TaskResultStatus.RUNNING, started_at__gt=limit).exists()
        )
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        late = (
            ready.filter(run_after__lte=limit)
            | ready.filter(run_after=get_date_max(), enqueued_at__lte=limit)
        ).count()
    except Error:
        return HealthPart(ok=False, detail="état inconnu, la base de données ne répond pas")
    if late:
        return HealthPart(ok=False, detail=f"en retard ou arrêté : {late} tâche(s) attendent")
    if not alive:
        return HealthPart(ok=False, detail="arrêté : aucun battement prévu")
    return HealthPart(ok=True)


def mails_state() -> HealthPart:
    """Not well when mails are late; those that failed for good are told, and wait for the team."""
    try:
        counts = mail_counts()
    except Error:
        return HealthPart(ok=False, detail="état inconnu, la base de données ne répond pas")
    return HealthPart(ok=not counts.late, detail=str(counts))


def clock_state() -> HealthPart:
    """Stopped when no step of the clock ended for an hour; in development nothing runs it."""
    try:
        silent_since = late_since()
    except Error:
        return HealthPart(ok=False, detail="état inconnu, la base de données ne répond pas")
    if silent_since is None:
        return HealthPart(ok=True)
    since = date_format(localtime(silent_since), "j F Y à H:i")
    return HealthPart(ok=settings.DEBUG, detail=f"arrêtée : rien depuis le {since}")


def states() -> dict[str, HealthPart]:
    """The parts, by their French names as shown."""
    return {
        "base_de_donnees": database_state(),
        "cache": cache_state(),
        "taches": worker_state(),
        "courriels": mails_state(),
        "horloge": clock_state(),
    }


# Tasks whose worker died: taken up again, for a claim alone never ends.
#
# A worker killed while it runs a task leaves it RUNNING, and nobody would look at it again. So a
# task may run twice, and each of ours bears it: what it did the first time, it finds done.


logger = logging.getLogger(__name__)

# No task of ours lasts so long: one that does has lost its worker.
LOST_AFTER = timedelta(minutes=15)
# A task that took this many workers with it is left failed.
MAX_TRIES = 3


def take_up_lost(*, of_worker: str = "") -> int:
    """Put the lost tasks back in the queue; returns how many.

    Lost: running for `LOST_AFTER`, or claimed by `of_worker`, which says that it runs none.
    """
    old = Q(started_at__lte=timezone.now() - LOST_AFTER)
    running = DBTaskResult.objects.running()
    mine = [row.pk for row in running.only("worker_ids") if of_worker in row.worker_ids[-1:]]
    taken = 0
    for row in running.filter(old | Q(pk__in=mine)):
        tries = len(row.worker_ids)
        status = TaskResultStatus.READY if tries < MAX_TRIES else TaskResultStatus.FAILED
        # By its start too: another worker may have taken it up in between.
        same = running.filter(pk=row.pk, started_at=row.started_at)
        ended = timezone.now() if status == TaskResultStatus.FAILED else None
        if same.update(status=status, finished_at=ended):
            logger.warning("lost task %s (try %d): %s", row.task_path, tries, status)
            taken += status == TaskResultStatus.READY
    return taken
