"""The figures, and every value that each had."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from socle.calendar import not_to_come

from .enums import CHOICES as UNITS
from .enums import BoundaryChoice, State, StatusChoice, ValueKind
from .shape import Boundary, Fact, Range, Source, Status, Value, Year, worded


class FigureQuerySet(models.QuerySet["Figure"]):
    """Figures, by what editors must do with them."""

    def cited(self) -> "FigureQuerySet":
        """Those that texts may cite: never withdrawn."""
        return self.filter(withdrawn_at=None)

    def expired(self, today: date) -> "FigureQuerySet":
        """Those whose last day of validity has passed."""
        return self.cited().filter(valid_until__lt=today)

    def in_state(self, state: str, today: date) -> "FigureQuerySet":
        """Those of one `State`; all for an unknown one."""
        late = Q(valid_until__lt=today)
        asked: dict[str, FigureQuerySet] = {
            State.CURRENT.value: self.cited().exclude(late & Q(valid_until__isnull=False)),
            State.EXPIRED.value: self.expired(today),
            State.TO_VERIFY.value: self.cited().filter(status=StatusChoice.TO_VERIFY),
            State.WITHDRAWN.value: self.filter(withdrawn_at__isnull=False),
        }
        return asked.get(state, self)


KEY = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", "Des minuscules sans accent, des chiffres et des traits bas : co2_gaz."
)
DIGITS, DECIMALS = 16, 4
NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Figure(models.Model):
    """One sourced figure (see `shape.Fact`). Its key never changes: texts cite it.

    `number` counts its versions, so that two editors do not overwrite each other. Withdrawn, it
    keeps its key and its history, and no text may cite it.
    """

    key = models.CharField("clé", max_length=60, unique=True, validators=[KEY])
    label = models.CharField("ce que c’est", max_length=200)
    kind = models.CharField("valeur", max_length=6, choices=ValueKind, default=ValueKind.NUMBER)
    low = models.DecimalField(
        "valeur ou borne basse", max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    high = models.DecimalField(
        "borne haute", max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    day = models.DateField("date", null=True, blank=True)
    unit = models.CharField("unité", max_length=60, choices=UNITS, blank=True)
    is_rise = models.BooleanField("hausse : écrire « + » devant", default=False)
    boundary = models.CharField(
        "CO2 compté", max_length=10, choices=BoundaryChoice, default=BoundaryChoice.NONE
    )
    measure = models.CharField("ce qui est compté", max_length=400)
    perimeter = models.CharField("sur quoi", max_length=300)
    subject = models.CharField("même mesure que", max_length=60, blank=True)
    year = models.CharField("année des données, ou article", max_length=60)
    source_name = models.CharField("source", max_length=300)
    source_url = models.URLField("adresse de la source", max_length=500, blank=True)
    is_offline = models.BooleanField("la source n’a pas d’adresse publique", default=False)
    read_as_of = models.DateField(
        "version du texte de loi", null=True, blank=True, validators=[not_to_come]
    )
    is_law = models.BooleanField("c’est un texte de loi", default=False)
    status = models.CharField(
        "confiance", max_length=10, choices=StatusChoice, default=StatusChoice.SEEN
    )
    valid_until = models.DateField("valable jusqu’au", null=True, blank=True)
    checked_on = models.DateField("relu le", default=timezone.localdate, validators=[not_to_come])
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="relu par",
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    number = models.PositiveIntegerField("version", default=1)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "chiffres"
        ordering = ["label", "key"]

    def __str__(self) -> str:
        return self.label

    @property
    def value(self) -> Value:
        """The raw value, by its kind. Raises ValueError when what its kind asks for is missing."""
        if self.kind == ValueKind.DATE and self.day:
            return self.day
        if self.low is None:
            raise ValueError(f"Le chiffre « {self.key} » n’a pas de valeur.")
        if self.kind == ValueKind.YEAR:
            return Year(self.low)
        if self.kind == ValueKind.RANGE and self.high is not None:
            return Range(_plain(self.low), _plain(self.high))
        return _plain(self.low)

    @property
    def written(self) -> str:
        """« 227 g de CO2 par kWh », as the list shows it."""
        return " ".join(filter(None, (worded(self.value), self.unit)))

    @property
    def token(self) -> str:
        """What editors type in a text to cite the figure; "" once it is withdrawn."""
        return "" if self.withdrawn_at else f"[fait:{self.key}]"

    @property
    def state_label(self) -> str:
        """What there is to do about it, for the list."""
        if self.withdrawn_at is not None:
            return "retiré"
        if self.is_expired:
            return "périmé"
        return "à vérifier" if self.status == StatusChoice.TO_VERIFY else "en cours"

    def compared_versions(self) -> list[dict[str, Any]]:
        """Each version with what it changed, newest first: name of the field, before, after."""
        versions = list(self.versions.select_related("by"))
        pairs = zip(versions, [*versions[1:], None], strict=True)
        return [
            {"version": one, "changes": _changes(one, former) if former else []}
            for one, former in pairs
        ]

    @property
    def fact(self) -> Fact:
        """The figure as pages read it; its texts may still hold tokens."""
        return Fact(
            key=self.key,
            label=self.label,
            value=self.value,
            unit=self.unit,
            measure=self.measure,
            perimeter=self.perimeter,
            year=self.year,
            source=Source(
                self.source_name, self.source_url, self.read_as_of, self.is_law, self.is_offline
            ),
            checked=self.checked_on,
            status=Status[self.status.upper()],
            is_rise=self.is_rise,
            boundary=Boundary[self.boundary.upper()],
            subject=self.subject,
            valid_until=self.valid_until,
        )

    @property
    def is_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()


class FigureVersion(models.Model):
    """A figure as it stood from a moment on. Written once, never changed.

    `values` holds the fields of `services.KEPT`, as JSON writes them; `act` says what was done.
    """

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("version")
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="par"
    )
    act = models.CharField("acte", max_length=120)
    values = models.JSONField("valeurs")

    class Meta:
        verbose_name = "version d’un chiffre"
        verbose_name_plural = "versions des chiffres"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "number"], name="figure_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.figure}, version {self.number}"


def _changes(version: FigureVersion, former: FigureVersion) -> list[dict[str, str]]:
    return [
        {
            "name": str(Figure._meta.get_field(name).verbose_name),
            "before": _shown(former.values.get(name)),
            "after": _shown(value),
        }
        for name, value in version.values.items()
        if former.values.get(name) != value
    ]


def _shown(value: Any) -> str:
    """A kept value as people read it."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value in (None, ""):
        return "rien"
    return str(value).replace(".", ",") if NUMBER.fullmatch(str(value)) else str(value)


def _plain(number: Decimal) -> Decimal | int:
    """The number as it was typed: no zero that says nothing, an int when it is whole."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def as_json(value: Any) -> Any:
    """A value of a field, as a version keeps it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
