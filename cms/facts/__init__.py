"""The figures shown to people, in one place: value, unit, scope, year, source, day of the check.

A page never types a figure of the field: it names a key. `fact("co2_gaz_acv")` in Python
(`socle.facts_registry.selectors`), `{% fact "co2_gaz_acv" %}` in a template, `[fait:co2_gaz_acv]`
in an editor's paragraph. Editors change them in the database, in `/gestion/`: the data files of
this folder (`initial_figures` reads them) are what a new installation starts from, and
stand for the keys that the database never had. Values are raw (numbers, dates): French is written
when they are shown.
"""

from socle.facts_registry.citations import cite_in_code, start_from
from socle.facts_registry.selectors import all_facts
from socle.facts_registry.shape import Fact

from .formulas import CITED_IN_CODE, FORMULAS
from .initial_figures import FIRST, LAW_READ

start_from((item for facts in FIRST.values() for item in facts.values()), FORMULAS)
cite_in_code(CITED_IN_CODE)

__all__ = ["LAW_READ", "fact_choices", "fact_label", "other_sources"]


def other_sources(item: Fact) -> list[Fact]:
    """What other sources say of the same thing, to be shown beside it with scope and year."""
    if not item.subject:
        return []
    return [one for one in all_facts() if one.subject == item.subject and one.key != item.key]


def fact_choices() -> list[tuple[str, str]]:
    """Choices of a form or of an editor's block: key and label."""
    return [(item.key, fact_label(item)) for item in all_facts()]


def fact_label(item: Fact) -> str:
    """How a figure is chosen, and found: « TVA réduite sur la chaleur : 5,5 % »."""
    return f"{item.label}\u00a0: {item.figure}"
