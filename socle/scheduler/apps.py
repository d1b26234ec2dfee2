from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from .steps import problems


class SchedulerConfig(AppConfig):
    name = "socle.scheduler"
    # Of its table.
    label = "clock"
    verbose_name = "Horloge"

    def ready(self) -> None:
        from . import register_steps
        from .done_tasks import ERASE_DONE_TASKS

        register(check_steps)
        register_steps(ERASE_DONE_TASKS)


def check_steps(**kwargs: Any) -> list[CheckMessage]:
    return [Error(problem, id="scheduler.E001") for problem in problems()]
