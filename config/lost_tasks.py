"""Tasks whose worker died: taken up again, for a claim alone never ends.

A worker killed while it runs a task leaves it RUNNING, and nobody would look at it again. So a
task may run twice, and each of ours bears it: what it did the first time, it finds done.
"""

import logging
from datetime import timedelta

from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

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
