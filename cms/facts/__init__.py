"""The figures shown to people, in one place: value, unit, scope, year, source, day of the check.

A page never types a figure of the field: it names a key. `fact("co2_gaz_acv")` in Python,
`{% fact "co2_gaz_acv" %}` in a template, `[fait:co2_gaz_acv]` in an editor's paragraph. They live
in code rather than in the database because they are reviewed like code, they are read on every
page without a query, and a page cannot quietly keep last year's. Values are raw (numbers,
dates): French is written when they are shown.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from socle.typography import typography

from . import aids, duties, environment, prices
from .model import Fact, Status, with_figures

_FACTS = {
    item.key: item for item in (*environment.FACTS, *prices.FACTS, *aids.FACTS, *duties.FACTS)
}

__all__ = ["Fact", "Status", "UnknownFact", "all_facts", "fact", "fact_choices"]


class UnknownFact(LookupError):
    """The key names no fact."""


@cache
def fact(key: str) -> Fact:
    """Return the fact of that key, its texts complete. Raises UnknownFact."""
    item = _raw(key)
    return replace(
        item,
        label=typography(item.label),
        measure=with_figures(item.measure, _raw),
        perimeter=with_figures(item.perimeter, _raw),
    )


def all_facts() -> Iterator[Fact]:
    """Every fact, in the order of the data files."""
    return (fact(key) for key in _FACTS)


def fact_choices() -> list[tuple[str, str]]:
    """Choices of a form or of an editor's block: key and label."""
    return [(item.key, f"{item.label}\u00a0: {item.figure}") for item in all_facts()]


def _raw(key: str) -> Fact:
    try:
        return _FACTS[key]
    except KeyError as error:
        message = f"Aucun chiffre ne porte la clé « {key} »."
        raise UnknownFact(message) from error
