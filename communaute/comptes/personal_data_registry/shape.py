"""The words of the registry: what one model holds of a person, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models


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
    puts rows in the state the person knows of, before they are shown: it takes them all.
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

    @property
    def key(self) -> str:
        """What an address calls it: « questions-question »."""
        return self.model.lower().replace(".", "-")

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def basis_label(self) -> str:
        return str(self.basis.label)

    @property
    def closing_label(self) -> str:
        return str(self.closing.label)


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
