"""What a revision changes in what is online, for who reads it again."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Figure, RetourExperience
from .services import TOLD

NBSP = "\u00a0"


@dataclass(frozen=True)
class Change:
    """One part that differs; `earlier` is what the public reads today, empty when it is new."""

    label: str
    earlier: str


def changes_of(revision: RetourExperience) -> list[Change]:
    """The parts of a revision that differ from the sheet online, in the order of the form.

    Empty for a sheet that is not a revision.
    """
    online = revision.revises
    if online is None:
        return []
    fields = RetourExperience._meta
    found = [
        Change(str(fields.get_field(name).verbose_name).capitalize(), str(earlier or ""))
        for name in TOLD
        if (earlier := _said(online, name)) != _said(revision, name)
    ]
    return found + _figures(online, revision) + _photos(online, revision)


def _said(retour: RetourExperience, name: str) -> object:
    """What a part says, as people read it."""
    return retour.get_again_display() if name == "again" else getattr(retour, name)


def _figures(online: RetourExperience, revision: RetourExperience) -> list[Change]:
    before, after = _by_year(online), _by_year(revision)
    return [
        Change(
            (after.get(key) or before[key]).get_key_display() + f", {key[1]}",
            _words(before.get(key)),
        )
        for key in sorted(before | after)
        if _words(before.get(key)) != _words(after.get(key))
    ]


def _photos(online: RetourExperience, revision: RetourExperience) -> list[Change]:
    before, after = ([photo.alt for photo in one.photos.all()] for one in (online, revision))
    return [] if before == after else [Change("Photos", ", ".join(before))]


def _by_year(retour: RetourExperience) -> dict[tuple[str, int], Figure]:
    return {(one.key, one.year): one for one in retour.figures.all()}


def _words(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{figure.value.normalize():f}".replace(".", ",") + f"{NBSP}{figure.unit}"
