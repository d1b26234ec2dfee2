"""What the worker has done: the rows of its queue, erased once nobody looks at them any more.

The heartbeat takes its own away as it goes (`config.health`); those of mails, files and counts
would otherwise stay for ever, each with the trace of what failed.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from .steps import Step

# As long as the library's own command keeps them.
KEPT_DAYS = 14


def ended_by(now: datetime) -> list[UUID]:
    """Keys of the tasks done, or failed, two weeks ago."""
    done = DBTaskResult.objects.finished().filter(finished_at__lte=now - timedelta(days=KEPT_DAYS))
    return list(done.order_by("pk").values_list("pk", flat=True))


def erase(pk: UUID, now: datetime) -> bool:
    """Erase one of them; False when it was erased meanwhile."""
    return bool(DBTaskResult.objects.finished().filter(pk=pk).delete()[0])


ERASE_DONE_TASKS = Step(
    key="scheduler.erase_done_tasks",
    label="Tâches faites depuis deux semaines : leur ligne est effacée",
    due=ended_by,
    do=erase,
)
