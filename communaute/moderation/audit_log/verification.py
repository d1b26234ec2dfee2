"""Reading the whole log again: what was changed, removed, slipped in, or cut off."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from communaute.moderation.models import Decision, LogHead, ModerationLog
from communaute.moderation.sealing import seal, seal_head

CHUNK = 500
UNKNOWN_KEY = "est scellée par une clé inconnue"


def head() -> LogHead | None:
    return LogHead.objects.filter(pk=LogHead.ONLY).first()


def is_intact() -> bool:
    """Whether nothing of the log was changed, removed, slipped in or cut off."""
    return next(problems(), None) is None


def problems(seen: tuple[int, str] | None = None) -> Iterator[str]:
    """What is wrong with the log, in French; nothing when it is as it was written.

    `seen` is the place and the seal of a row that somebody noted elsewhere: an older log put back
    whole, with its head, shows by this alone. The rows are read once, in order, in pieces.
    """
    last, digest = 0, ""
    for row in _rows():
        if row.position != last + 1:
            yield _missing(last + 1, row.position - 1)
            return
        if wrong := _wrong_with(row, digest):
            yield wrong
            return
        if row.actor_id not in {None, row.actor_number}:
            yield f"{_name(row)} nomme une autre personne"
        last, digest = row.position, row.digest
        if seen is not None and seen[0] == last and not hmac.compare_digest(seen[1], digest):
            yield f"{_name(row)} n’est pas celle qui avait été notée"
    if seen is not None and seen[0] > last:
        yield _missing(last + 1, seen[0])
    yield from _wrong_with_head(last, digest)
    for pk in Decision.objects.filter(log=None).order_by("pk").values_list("pk", flat=True):
        yield f"la décision n° {pk} n’est plus au journal"


def _rows() -> Iterator[ModerationLog]:
    """All rows in order, a piece at a time: the log may be longer than the memory."""
    last = 0
    while True:
        found = ModerationLog.objects.select_related("decision__statement")
        piece = list(found.filter(position__gt=last).order_by("position")[:CHUNK])
        yield from piece
        if len(piece) < CHUNK:
            return
        last = piece[-1].position


def _wrong_with(row: ModerationLog, previous: str) -> str:
    wanted = seal(row, previous)
    if wanted is None:
        return f"{_name(row)} {UNKNOWN_KEY} ({row.key_id or 'aucune'})"
    if not hmac.compare_digest(wanted, row.digest):
        return f"{_name(row)}, ou la décision qu’elle nomme, a été changée"
    return ""


def _wrong_with_head(last: int, digest: str) -> Iterator[str]:
    kept = head()
    if kept is None:
        if last:
            yield "la tête du journal manque"
        return
    wanted = seal_head(kept)
    if wanted is None:
        yield f"la tête du journal {UNKNOWN_KEY} ({kept.key_id or 'aucune'})"
        return
    if not hmac.compare_digest(wanted, kept.seal):
        yield "la tête du journal a été changée"
        return
    if kept.since != 1:
        yield f"la tête du journal manquait à la ligne {kept.since}"
    if kept.position > last:
        yield _missing(last + 1, kept.position)
    elif (kept.position, kept.digest) != (last, digest):
        yield f"la tête du journal en est à la ligne {kept.position}"


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"la ligne {first} manque"
    return f"les lignes {first} à {last} manquent"


def _name(row: ModerationLog) -> str:
    about = f" (dossier n° {row.case_id})" if row.case_id else ""
    return f"la ligne {row.position}{about}"
