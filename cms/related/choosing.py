"""What editors choose: addresses of this site, one a line, as the list of `widgets` writes them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from .kinds import Kind, kind_at

# Lines of one field: more would not be shown, and are not a choice any more.
LINES_MAX = 12
_KEY_MAX = 2**63 - 1


def chosen(text: str, source: str) -> list[int]:
    """Keys of the things of one source that a field names, in its order, each once. No query.

    A line that names nothing is passed over: the form refused it, an address may have changed.
    """
    things = [thing_at(line) for line in lines_of(text)]
    keys = [key for kind, key in filter(None, things) if kind.source == source]
    return list(dict.fromkeys(keys))


def thing_at(address: str) -> tuple[Kind, int] | None:
    """What this address of our site leads to; None for anything else."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.netloc not in ("", urlsplit(settings.BASE_URL).netloc):
        return None
    kind = kind_at(match.view_name)
    key = match.kwargs.get("pk")
    return (kind, key) if kind and isinstance(key, int) and 0 < key <= _KEY_MAX else None


def refuse_unreadable(text: str, *, is_shown: bool, source: str = "") -> None:
    """Raises ValidationError for a line that leads to nothing that may be shown beside a guide, or
    nothing of this source; with `is_shown`, nor to what all may see. One query a line at most."""
    lines = lines_of(text)
    if len(lines) > LINES_MAX:
        message = f"Gardez {LINES_MAX} adresses au plus."
        raise ValidationError(message)
    errors = []
    for line in lines:
        thing = thing_at(line)
        if thing is None or source not in ("", thing[0].source):
            errors.append(
                f"« {line} » n’est pas l’adresse d’une question ni d’une copropriété de ce site. "
                "Retirez-la, et choisissez dans la liste."
            )
        elif is_shown and not thing[0].is_public(thing[1]):
            errors.append(f"« {line} » n’est plus visible de tous : retirez cette ligne.")
    if errors:
        raise ValidationError(errors)


def lines_of(text: str) -> list[str]:
    """The addresses of a field, as they are."""
    return [line.strip() for line in text.splitlines() if line.strip()]
