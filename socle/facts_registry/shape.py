"""The shape of a figure: a raw value, what it measures, over what, of when, from where."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from socle.calendar import date_format
from socle.numbers import grouped
from socle.typography import NBSP, typography

# Between the thousands of a number.
EXPIRED = "valeur à vérifier"
# What the public reads in the place of a figure that was withdrawn, or cannot be computed.
MISSING_FACT = "(chiffre en cours de vérification)"
FACT_TOKEN = re.compile(r"\[fait:([a-z0-9_]+)\]")


@dataclass(frozen=True, slots=True)
class Range:
    """A figure given as two ends, both included."""

    low: Decimal | int
    high: Decimal | int


class Year(int):
    """A year: written without a space between its thousands."""


type Value = Decimal | int | Range | date


class Status(StrEnum):
    """How far a figure may be trusted; what is said of it under the figure."""

    SEEN = ""
    RELAYED = "Lu chez qui cite cette source, et non à la source même"
    COMPUTED = "Calcul de ChauffageUrbain"
    TO_VERIFY = "À vérifier"
    CONVENTION = "Convention de ChauffageUrbain"


class Boundary(StrEnum):
    """What a content of CO2 counts: two of different boundaries are never compared."""

    NONE = ""
    DIRECT = "Émissions directes"
    LIFE_CYCLE = "Analyse du cycle de vie"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was seen. `read_as_of` is set for a text of law: the date of the version
    that was read. `is_offline` says that it has no address where people could read it."""

    name: str
    url: str = ""
    read_as_of: date | None = None
    is_law: bool = False
    is_offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One sourced figure.

    `value` is raw: a number, two ends, or a date (French is written when shown); `unit` follows it.
    `measure` says what is counted (direct or life cycle, before or after tax); `perimeter`, over
    what. `year` is that of the data, or the article of a text. `checked` is the day on which
    the figure was last compared with its source. `is_rise` writes a plus before the number.
    Both texts may quote another fact as `[fait:cle]`: no number is typed twice.

    `valid_until` is the last day on which it may be shown as current. Facts of one `subject` are
    what several sources say of one thing, `boundary` and `year` telling them apart. The value is
    None when a computed fact lacks what it is computed from, which `problems` names.
    """

    key: str
    label: str
    value: Value | None
    unit: str = ""
    measure: str
    perimeter: str
    year: str
    source: Source
    checked: date
    status: Status = Status.SEEN
    is_rise: bool = False
    boundary: Boundary = Boundary.NONE
    subject: str = ""
    valid_until: date | None = None
    problems: tuple[str, ...] = ()

    @property
    def is_expired(self) -> bool:
        """Whether the last day of validity has passed."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    @property
    def text(self) -> str:
        """The value as people read it: « 66,5 », « 4 500 à 14 000 », « 1er juillet 2022 »."""
        if self.value is None:
            return MISSING_FACT
        sign = f"+{NBSP}" if self.is_rise else ""
        return sign + worded(self.value)

    @property
    def figure(self) -> str:
        """Value and unit, with a non-breaking space between them; an expired one says so."""
        if self.value is None:
            return self.text
        written = typography(f"{self.text}{NBSP}{self.unit}" if self.unit else self.text)
        return f"{written} ({self.dated})" if self.is_expired else written

    @property
    def url(self) -> str:
        return self.source.url

    @property
    def page_url(self) -> str:
        """Where the public reads all that is known of it."""
        return f"/chiffres/#chiffre-{self.key}"

    @property
    def scope(self) -> str:
        """What is measured and over what: « Hors taxes ; moyenne nationale »."""
        return typography(f"{self.measure} ; {self.perimeter}")

    @property
    def dated(self) -> str:
        """« données de 2024 », or the article; « valeur de 2024, à vérifier » once expired."""
        if self.is_expired:
            return f"valeur de {self.year}, à vérifier" if self.year.isdigit() else EXPIRED
        return f"données de {self.year}" if self.year.isdigit() else self.year

    @property
    def origin(self) -> str:
        """Year or article, version of a text of law, day of the check, and how far to trust it."""
        parts = [self.dated]
        if self.source.read_as_of:
            parts.append(f"texte lu dans sa version du {day(self.source.read_as_of)}")
        if self.status == Status.RELAYED:
            where = str(self.status).removeprefix("Lu ")
            parts.append(f"lu le {day(self.checked)} {where}")
        else:
            parts.append(f"relu le {day(self.checked)}")
        said = [text for text in self.warnings if text != Status.RELAYED]
        return typography(". ".join([", ".join(parts), *said]))

    @property
    def warnings(self) -> list[str]:
        """« À vérifier avec votre syndic » for a text of law, then the status of the figure."""
        law = ["À vérifier avec votre syndic"] if self.source.is_law else []
        late = (
            [f"Valable jusqu’au {day(self.valid_until)}"]
            if self.valid_until and self.is_expired
            else []
        )
        return [*law, *late, *[text for text in [str(self.status)] if text], *self.problems]

    @property
    def note(self) -> str:
        """The line that goes under the figure: scope, source and year, day of the check."""
        name = (
            f"{self.source.name} (sans adresse publique)"
            if self.source.is_offline
            else self.source.name
        )
        return f"{self.scope}. Source\u00a0: {name}, {self.origin}."


def worded(value: Value) -> str:
    """A raw value in French.

    >>> worded(Decimal("66.5")), worded(Range(30, 70))
    ('66,5', '30 à 70')
    """
    if isinstance(value, Range):
        return f"{worded(value.low)} à {worded(value.high)}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Year):
        return str(int(value))
    return grouped(value)


def day(moment: date) -> str:
    """« 25 novembre 2026 », with « 1er » for the first of a month."""
    return date_format(moment, "j F Y")


def with_figures(text: str, find: Callable[[str], str]) -> str:
    """Replace each `[fait:cle]` of a plain text by what `find` writes for its key."""
    return FACT_TOKEN.sub(lambda match: find(match[1]), text)


# The name of a figure among what an editor may put in a rich text.
FEATURE = "fact"
LINK = re.compile(r"(<a\b.*?</a>)", re.DOTALL)


def cites_in_a_link(html: str) -> bool:
    """Whether a text has a figure inside of a link: a figure is itself a link to its source."""
    return any(FACT_TOKEN.search(link) for link in LINK.findall(html))
