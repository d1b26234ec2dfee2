"""The figures that anybody may read, theme by theme: what `/chiffres/` shows."""

from dataclasses import dataclass

from socle.facts.reading import all_facts
from socle.facts.shape import Fact

from .starting import FIRST

# Slug of the title, title, and the data file of its first facts; what they compute is beside them.
_FIRST = (
    ("prix", "Prix et taxes", "prices"),
    ("aides", "Coûts et aides", "aids"),
    ("chauffage", "Chauffer un immeuble : rendements, équipements, entretien", "heating"),
    ("co2", "CO2 et énergie", "environment"),
    ("obligations", "Obligations, votes et délais", "duties"),
)
COMPUTED = {"coup_de_pouce": "aides"}
OTHERS = ("autres", "Autres chiffres")
_theme_of = {key: slug for slug, _, subject in _FIRST for key in FIRST[subject]} | COMPUTED


@dataclass(frozen=True, slots=True)
class Theme:
    """Some figures under one title, in the order of the alphabet."""

    slug: str
    title: str
    facts: list[Fact]


def themes() -> list[Theme]:
    """Every figure that texts may cite, by theme; a theme without any is left out. No query but
    that of the registry, when it moved."""
    found: dict[str, list[Fact]] = {}
    for item in sorted(all_facts(), key=lambda one: one.label.casefold()):
        found.setdefault(_theme_of.get(item.key, OTHERS[0]), []).append(item)
    titles = (*((slug, title) for slug, title, _ in _FIRST), OTHERS)
    return [Theme(slug, title, found[slug]) for slug, title in titles if slug in found]
