"""Which rules were in force on a day."""

from __future__ import annotations

from datetime import datetime

from ..models import RulesVersion
from ..rules import STARTERS, Rule, UnknownRule


def rules_on(day: datetime | None = None) -> list[Rule]:
    """The rules of all documents as they were at that moment, or are now (one query).

    A text older than a document is held to its first version, as everybody was told of it; until
    a page is published, the rules are those a new installation starts from.
    """
    in_force: dict[str, RulesVersion] = {}
    for version in RulesVersion.objects.defer("body").order_by("-since", "-pk"):
        later = in_force.get(version.document)
        # From the newest to the oldest: the first one old enough stays, else the oldest of all.
        if later is None or (day is not None and later.since > day):
            in_force[version.document] = version
    return [
        rule
        for document in dict.fromkeys([*STARTERS, *in_force])
        for rule in (in_force[document].cited_rules if document in in_force else STARTERS[document])
    ]


def rule(code: str, on: datetime | None = None) -> Rule:
    """The rule of that code, in the version in force `on` that moment. Raises UnknownRule."""
    for item in rules_on(on):
        if item.code == code:
            return item
    message = f"Aucune règle ne porte le numéro « {code} »."
    raise UnknownRule(message)


def rule_choices(on: datetime | None = None) -> list[tuple[str, str]]:
    """Choices of a moderator's form: code and title."""
    return [(item.code, str(item)) for item in rules_on(on)]
