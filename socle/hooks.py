"""What a room asks of the rooms above it, which it may not import: named in `settings.HOOKS`.

    for facts in hooked("questions.known_facts"):
        told |= facts(user)

All of them are written in `config/parts.py`, in the order in which they are asked.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string


def hooked(name: str) -> list[Any]:
    """What stands under this name: functions, or things that their room describes. A test may
    write the thing itself in the place of its path. Raises KeyError for a name nobody wrote."""
    return [import_string(one) if isinstance(one, str) else one for one in settings.HOOKS[name]]


def call_hooks(name: str, *given: Any, **named: Any) -> None:
    """Call all that stands under this name, for what each does."""
    for act in hooked(name):
        act(*given, **named)


def check_hooks(**kwargs: Any) -> list[CheckMessage]:
    """Every path leads somewhere."""
    found = []
    for name in settings.HOOKS:
        try:
            hooked(name)
        except ImportError as error:
            found.append(Error(f"{name}: {error}", id="socle.E002"))
    return found
