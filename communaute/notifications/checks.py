"""The catalogue is complete before the service starts: every kind has its words."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from .catalogue import FOLDER, Kind, kinds
from .preferences.subjects import SUBJECTS, room_of
from .words import has_part


def check_catalogue(**kwargs: Any) -> list[CheckMessage]:
    """A missing template or partial, a template that no kind uses: errors, not surprises."""
    return [Error(problem, id="notifications.E001") for problem in problems()]


def problems() -> list[str]:
    known = kinds()
    found = [problem for kind in known for problem in _problems_of(kind)]
    unnamed = {room_of(kind) for kind in known} - SUBJECTS.keys()
    found += [f"{room}: people read no French name of this room" for room in sorted(unnamed)]
    used = {name for kind in known for name in (kind.template, kind.html_template)}
    return found + [f"{name}: no kind of message uses it" for name in sorted(written() - used)]


def _problems_of(kind: Kind) -> list[str]:
    try:
        parts = {part for part in ("subject", "body", "text", "why") if has_part(kind, part)}
    except TemplateDoesNotExist:
        return [f"{kind.key}: {kind.template} is missing"]
    except TemplateSyntaxError as error:
        return [f"{kind.key}: {error}"]
    needed = [["subject"]] + ([["why"], ["text", "body"]] if kind.is_mailed else [])
    return [
        f"{kind.key}: {kind.template} has no partial {' nor '.join(choice)}"
        for choice in needed
        if not parts.intersection(choice)
    ]


def written() -> set[str]:
    """Templates of kinds that exist, by name."""
    return {
        str(path.relative_to(root)) for root in _roots() for path in (root / FOLDER).rglob("*.*")
    }


def _roots() -> list[Path]:
    folders: list[Any] = settings.TEMPLATES[0]["DIRS"]  # type: ignore[assignment]
    return [Path(folder) for folder in folders]
