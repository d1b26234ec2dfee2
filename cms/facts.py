"""The figures shown to people, in one place: value, unit, scope, year and source.

A page never types a figure of the field: it names a key. `fact("co2_gaz_acv")` in Python,
`{% fact "co2_gaz_acv" %}` in a template, `[fait:co2_gaz_acv]` in an editor's paragraph. They live
in code rather than in the database because they are reviewed like code, they are read on every
page without a query, and a page cannot quietly keep last year's.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .facts_data import FACTS, SOURCES


class UnknownFact(LookupError):
    """The key names no fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One sourced figure.

    `value` is written as people read it (« 66,5 », « 74 180 à 111 269 »); `unit` follows it after
    a space (may be empty); `scope` says what is measured and what is not; `year` is the year of
    the data, else when it was read; for a legal figure, its article and « en vigueur »; `url`
    is the source's page, or empty.
    """

    key: str
    label: str
    value: str
    unit: str
    scope: str
    year: str
    source: str
    url: str

    @property
    def figure(self) -> str:
        """Value and unit, with a non-breaking space between them."""
        return f"{self.value}\u00a0{self.unit}" if self.unit else self.value

    @property
    def note(self) -> str:
        """The line that goes under the figure: scope, source and year."""
        return f"{self.scope}. Source : {self.source}, {self.year}."


def fact(key: str) -> Fact:
    """Return the fact of that key. Raises UnknownFact."""
    try:
        label, value, unit, scope, year, source = FACTS[key]
    except KeyError as error:
        message = f"Aucun chiffre ne porte la clé « {key} »."
        raise UnknownFact(message) from error
    name, url = SOURCES[source]
    return Fact(key, label, value, unit, scope, year, name, url)


def all_facts() -> Iterator[Fact]:
    """Every fact, in the order of the data file."""
    return (fact(key) for key in FACTS)


def fact_choices() -> list[tuple[str, str]]:
    """Choices of a form or of an editor's block: key and label."""
    return [(item.key, f"{item.label} : {item.figure}") for item in all_facts()]
