"""What the service holds about people: each room says it, model by model, in `personal_data.toml`.

    title = "Questions et réponses"

    [[held]]
    model = "questions.Question"
    title = "Vos questions"
    why = "L’échange entre copropriétés"
    until = "Tant que la discussion existe"
    seen_by = "Tout le monde"
    closing = "label"
    of = ["author"]
    shows = { title = "Titre", created_at = "Écrite le" }

    [[nothing]]
    model = "questions.TagSynonym"
    why = "Des mots du site, choisis par la rédaction."

The page « Mes données », the export and the table of /donnees-personnelles/ read it, and a test
walks all models: one that names people and says nothing here fails. `Held` tells each key.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Count, IntegerField, Model, Q, QuerySet, Value
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.module_loading import import_string

from socle.numbers import filled

from ..models import User


class Basis(models.TextChoices):
    """Why the law allows it (RGPD, article 6.1)."""

    MISSION = "mission", "Mission d’intérêt public"
    CONSENT = "accord", "Votre accord"
    LAW = "loi", "Obligation légale"


class Closing(models.TextChoices):
    """What closing the account does to it."""

    ERASED = "erased", "Effacé avec votre compte"
    LABEL = "label", "Gardé sans votre nom"
    LAW = "law", "Gardé jusqu’à son terme, comme preuve"
    OTHERS = "others", "Ne dépend pas d’un compte"


@dataclass(frozen=True)
class Consent:
    """Where an agreement is written in a row: fields of its date, its wording and its withdrawal;
    `asked` is a field that is true when it was given. `how` says how to withdraw it, at `page`."""

    when: str
    how: str
    page: str
    wording: str = ""
    withdrawn: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Held:
    """What one model holds.

    `of`: paths to the account whose rows they are; `by_email`: fields of its address. `shows`:
    fields (paths allowed) and their words. `files`: file fields, given whole. Of rows that
    `writer` says somebody else wrote, `redact` is left out and `roles` tells whose they are.
    `others`: paths to accounts that are not whom the row is about, and why. `not_before`: a field
    that says from when the person reads what was written for them, by another than `writer`;
    `told`: what keeps, of rows, those that the person was told of (dotted path). `as_read`: what
    puts rows in the state the person knows of, before they are shown: it takes them all. `on_page`:
    what does the same for a page only; a copy holds them as they were typed.
    """

    room: str
    model: str
    title: str
    why: str
    until: str
    seen_by: str
    closing: Closing
    basis: Basis = Basis.MISSION
    of: tuple[str, ...] = ()
    by_email: tuple[str, ...] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    writer: str = ""
    redact: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    consent: Consent | None = None
    not_before: str = ""
    told: str = ""
    as_read: str = ""
    on_page: str = ""

    @property
    def key(self) -> str:
        """What an address calls it: « questions-question »."""
        return self.model.lower().replace(".", "-")

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)


@dataclass(frozen=True)
class Room:
    """A room as people are told of it, with what it holds; `nothing`: model → why it holds
    nothing of anybody."""

    key: str
    title: str
    held: tuple[Held, ...]
    nothing: Mapping[str, str]


def held(room: str, row: Mapping[str, Any], common: Mapping[str, Any]) -> Held:
    """One `[[held]]` of a file. Raises TypeError, KeyError, ValueError for what it cannot be."""
    given = dict(common) | dict(row)
    for name in ("of", "by_email", "files", "redact"):
        given[name] = tuple(given.get(name, ()))
    given["closing"] = Closing(given["closing"])
    given["basis"] = Basis(given.get("basis", Basis.MISSION))
    if "consent" in given:
        given["consent"] = Consent(**given["consent"])
    return Held(room=room, **given)


FILE = "personal_data.toml"
OF_ANOTHER = "(texte d’une autre personne, non joint)"


@cache
def _files() -> tuple[Room, ...]:
    """The rooms and their folders as their files tell them, lower rooms first: who one is, then
    what one does."""
    labels = {Path(one.path): one.label for one in reversed(list(apps.get_app_configs()))}
    paths = [
        path
        for folder in labels
        for path in (folder / FILE, *sorted(folder.glob(f"*/{FILE}")))
        if path.exists() and (path.parent == folder or path.parent not in labels)
    ]
    return tuple(
        _room(
            labels.get(path.parent, path.parent.name),
            tomllib.loads(path.read_text(encoding="utf-8")),
        )
        for path in paths
    )


def _room(key: str, told: Mapping[str, Any]) -> Room:
    rows = tuple(held(key, row, told.get("common", {})) for row in told.get("held", ()))
    nothing = {row["model"]: row["why"] for row in told.get("nothing", ())}
    return Room(key, told["title"], rows, nothing)


def rooms() -> list[Room]:
    """The rooms that hold something, with the numbers of the day in their words."""
    return [
        replace(room, held=tuple(replace(one, until=filled(one.until)) for one in room.held))
        for room in _files()
    ]


def find(key: str) -> Held | None:
    """What an address calls so, when it has rows of accounts."""
    every = (one for room in rooms() for one in room.held)
    return next((one for one in every if one.key == key and is_of_accounts(one)), None)


def is_of_accounts(one: Held) -> bool:
    """Whether its rows belong to accounts: others are told of on the public page alone."""
    return bool(one.of or one.by_email)


def rows_of(one: Held, person: User) -> QuerySet[Any]:
    """The rows of this model that are about this person, last first."""
    mine = Q()
    for path in one.of:
        mine |= Q(**{path: person.pk})
    for path in one.by_email:
        mine |= Q(**{f"{path}__iexact": person.email})
    rows = one.model_class._base_manager.filter(mine)
    if one.not_before:
        is_to_come = Q(**{f"{one.not_before}__gt": timezone.now()})
        of_another = ~Q(**{one.writer: person.pk}) if one.writer else Q()
        rows = rows.exclude(is_to_come & of_another)
    if one.told:
        rows = import_string(one.told)(rows)
    if related := _related(one):
        rows = rows.select_related(*related)
    return (rows.distinct() if len(one.of) > 1 else rows).order_by("-pk")


def _related(one: Held) -> list[str]:
    """What the shown fields read beside the row: so that a list takes one query."""
    paths = {path.rpartition("__")[0] for path in (*one.shows, one.writer) if "__" in path}
    fields = {field.name: field for field in one.model_class._meta.fields}
    direct = (name for name in one.shows if name in fields and fields[name].is_relation)
    return sorted(paths | set(direct))


def counts_of(person: User) -> dict[str, int]:
    """How many rows each model holds of this person, by key; in one query."""
    parts = [
        rows_of(one, person)
        .order_by()
        .annotate(which=Value(number, IntegerField()))
        .values("which")
        .annotate(found=Count("pk", distinct=True))
        .values_list("which", "found")
        for number, one in enumerate(_of_accounts())
    ]
    found = dict(parts[0].union(*parts[1:], all=True))
    return {one.key: found.get(number, 0) for number, one in enumerate(_of_accounts())}


def _of_accounts() -> list[Held]:
    return [one for room in _files() for one in room.held if is_of_accounts(one)]


def lines_of(
    one: Held, rows: Iterable[Model], person: User, *, on_page: bool = False
) -> Iterator[dict[str, Any]]:
    """Rows as words → values (text, number, date, or None): what is somebody else’s left out."""
    for change in filter(None, (one.as_read, one.on_page if on_page else "")):
        rows = list(rows)
        import_string(change)(rows)
    for row in rows:
        another = bool(one.writer) and _value(row, one.writer) != person.pk
        line = {
            words: OF_ANOTHER if another and path in one.redact else shown(row, path)
            for path, words in one.shows.items()
        }
        if one.roles:
            whose = str(_value(row, one.roles["field"])).lower()
            line["De qui"] = "vous" if not another else one.roles.get(whose, "une autre personne")
        yield line


def shown(row: Model, path: str) -> Any:
    """What a field holds, as people read it."""
    value = _value(row, path)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else int(value))
    if value is None or isinstance(value, int | float | date | dict | list):
        return value
    return str(value)


def _value(row: Any, path: str) -> Any:
    """Follow a path (« question__title ») from a row; None where it stops."""
    for name in path.split("__"):
        if row is None:
            return None
        label = getattr(row, f"get_{name}_display", None)
        row = label() if label and _has_choices(row, name) else getattr(row, name)
    return row() if callable(row) else row


def _has_choices(row: Model, name: str) -> bool:
    try:
        return bool(row._meta.get_field(name).choices)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return False


__all__ = ["Basis", "Closing", "Consent", "Held", "Room", "rooms"]
