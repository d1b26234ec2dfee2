from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from .steps import problems


class ClockConfig(AppConfig):
    name = "socle.clock"
    label = "clock"
    verbose_name = "Horloge"

    def ready(self) -> None:
        register(check_steps)


def check_steps(**kwargs: Any) -> list[CheckMessage]:
    return [Error(problem, id="clock.E001") for problem in problems()]
