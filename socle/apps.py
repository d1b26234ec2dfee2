from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .hooks import check_hooks
from .numbers import problems


class SocleConfig(AppConfig):
    name = "socle"
    verbose_name = "Socle"

    def ready(self) -> None:
        register(check_numbers)
        register(check_hooks)


def check_numbers(**kwargs: Any) -> list[CheckMessage]:
    """The setting `NUMBERS` names rooms and numbers that exist, with values of their type."""
    return [Error(problem, id="socle.E001") for problem in problems(settings.NUMBERS)]
