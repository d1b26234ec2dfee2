"""Changing the registry. Every change is a version, and is seen at once in every process."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from socle.errors import Refused
from socle.hooks import call_hooks
from socle.public_pages import touch_public_pages

from . import citations
from .citations import first_facts
from .enums import ValueKind
from .models import Figure, FigureVersion, as_json
from .shape import Fact, Range, Status, Year

# The fields that a version keeps: all that is said of a figure.
KEPT = (
    *("label", "kind", "low", "high", "day", "unit", "is_rise", "boundary", "measure"),
    *("perimeter", "subject", "year", "source_name", "source_url", "is_offline", "read_as_of"),
    *("is_law", "status", "valid_until", "checked_on"),
)
FIRST_ACT = "Valeur de départ"


class StaleFigure(Refused):
    """Somebody else changed the figure meanwhile."""


class FigureIsCited(Refused):
    """A figure that something cites cannot be withdrawn; `places` says where."""

    def __init__(self, places: list[citations.Citation]) -> None:
        super().__init__("Ce chiffre est cité.")
        self.places = places


@transaction.atomic
def create_figure(*, figure: Figure, actor: Any) -> Figure:
    """Add a figure that was filled in and validated."""
    figure.number = 1
    figure.checked_by = actor
    figure.save(force_insert=True)
    _record(figure, actor, "Création")
    return figure


@transaction.atomic
def change_figure(*, figure: Figure, seen: int, actor: Any) -> Figure:
    """Keep what was typed, if nobody changed the figure since version `seen`. Raises StaleFigure.

    Its key stays what it was. A change that changes nothing makes no version.
    """
    held = Figure.objects.select_for_update().get(pk=figure.pk)
    if held.number != seen:
        raise StaleFigure("Quelqu’un d’autre a changé ce chiffre entre-temps.")
    changed = [name for name in KEPT if getattr(held, name) != getattr(figure, name)]
    if not changed:
        return held
    _copy(held, {name: getattr(figure, name) for name in KEPT})
    held.checked_by = actor
    return _save(held, actor, f"Changement : {', '.join(_names(changed))}")


@transaction.atomic
def withdraw_figure(*, figure: Figure, actor: Any) -> None:
    """Take a figure out of what may be cited; its key and its history stay.

    Raises FigureIsCited when a page, another figure or the code cites it.
    """
    held = Figure.objects.select_for_update().get(pk=figure.pk)
    if places := citations.places_of(held.key):
        raise FigureIsCited(places)
    if held.withdrawn_at is None:
        held.withdrawn_at = timezone.now()
        _save(held, actor, "Retrait")


@transaction.atomic
def return_to(*, figure: Figure, number: int, actor: Any) -> Figure:
    """Give a figure the values of one of its versions, as a new version; it is no longer withdrawn.

    Raises FigureVersion.DoesNotExist.
    """
    held = Figure.objects.select_for_update().get(pk=figure.pk)
    version = held.versions.get(number=number)
    values = {name: field.to_python(version.values[name]) for name, field in _fields().items()}
    if held.withdrawn_at is None and all(getattr(held, name) == values[name] for name in KEPT):
        return held
    _copy(held, values)
    held.withdrawn_at = None
    held.checked_by = actor
    return _save(held, actor, f"Retour à la version {number}")


@transaction.atomic
def load_first_facts() -> list[str]:
    """Put in the database the first facts whose key it never had. Returns their keys.

    What an editor changed or withdrew stays as it is.
    """
    known = set(Figure.objects.values_list("key", flat=True))
    new = [_from(item) for key, item in first_facts().items() if key not in known]
    if not new:
        return []
    Figure.objects.bulk_create(new)
    FigureVersion.objects.bulk_create(_version(figure, None, FIRST_ACT) for figure in new)
    # They say what stood already: nothing else has to follow.
    touch_public_pages()
    return [figure.key for figure in new]


def _from(item: Fact) -> Figure:
    """A first fact as a row."""
    source, value = item.source, item.value
    figure = Figure(
        key=item.key,
        label=item.label,
        unit=item.unit,
        is_rise=item.is_rise,
        boundary=item.boundary.name.lower(),
        measure=item.measure,
        perimeter=item.perimeter,
        subject=item.subject,
        year=item.year,
        source_name=source.name,
        source_url=source.url,
        is_offline=source.is_offline,
        read_as_of=source.read_as_of,
        is_law=source.is_law,
        status=Status(item.status).name.lower(),
        valid_until=item.valid_until,
        checked_on=item.checked,
    )
    if isinstance(value, date):
        figure.kind, figure.day = ValueKind.DATE, value
    elif isinstance(value, Range):
        figure.kind = ValueKind.RANGE
        figure.low, figure.high = Decimal(value.low), Decimal(value.high)
    else:
        figure.kind = ValueKind.YEAR if isinstance(value, Year) else ValueKind.NUMBER
        figure.low = Decimal(value or 0)
    return figure


def _copy(figure: Figure, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(figure, name, value)


def _save(figure: Figure, actor: Any, act: str) -> Figure:
    figure.number += 1
    figure.save()
    _record(figure, actor, act)
    return figure


def _record(figure: Figure, actor: Any, act: str) -> None:
    _version(figure, actor, act).save(force_insert=True)
    _announce()


def _version(figure: Figure, actor: Any, act: str) -> FigureVersion:
    values = {name: as_json(getattr(figure, name)) for name in KEPT}
    limit = FigureVersion._meta.get_field("act").max_length
    return FigureVersion(
        figure=figure, number=figure.number, by=actor, act=act[:limit], values=values
    )


def _fields() -> dict[str, models.Field[Any, Any]]:
    """The fields of `KEPT`, by name."""
    return {field.name: field for field in Figure._meta.fields if field.name in KEPT}


def _names(fields: list[str]) -> list[str]:
    known = _fields()
    return [str(known[name].verbose_name) for name in fields]


def _announce() -> None:
    # First: what follows reads the figures as they are now.
    touch_public_pages()
    transaction.on_commit(lambda: call_hooks("facts.changed"))
