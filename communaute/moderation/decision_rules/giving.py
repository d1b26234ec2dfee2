"""Why something is restricted: what a statement of reasons is written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..enums import Automation, Ground
from ..errors import InvalidDecisionError
from ..numbers import NUMBERS
from ..reasons import named, resolve
from ..wordings.checks import fault_of
from ..wordings.reading import category_of


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Why something is restricted: the facts, then the rule or the law, and how they meet.

    `rule` is the whole citation, `code` and `version` name it; `why` says in what the text breaks
    it; `keyword` goes with the `category` of the Commission's database, which is that of the reason
    chosen, never of a report. `source` is found from the notices of the case when it is empty.
    """

    facts: str = ""
    ground: str = ""
    rule: str = ""
    code: str = ""
    version: str = ""
    why: str = ""
    also_illegal: bool = False
    category: str = ""
    keyword: str = ""
    source: str = ""
    automated_detection: bool = False
    automated_decision: str = Automation.NO

    def check(self, text: str) -> None:
        """Raises InvalidDecisionError when a statement about `text` could not be written so."""
        shortest = NUMBERS.facts_min_length
        if len(self.facts.strip()) < shortest:
            message = f"Expliquez les faits en {shortest} caractères au moins."
            raise InvalidDecisionError(message)
        if self.ground not in Ground or not self.rule.strip():
            message = "Indiquez la règle ou la loi sur laquelle la décision s’appuie."
            raise InvalidDecisionError(message)
        if fault := fault_of(self.facts, text):
            raise InvalidDecisionError(fault)


NO_REASONS = Reasons()


def reasons_of(
    code: str, on: datetime | None, facts: str, *, also_illegal: bool = False, category: str = ""
) -> Reasons:
    """The reasons that rest on one rule or law, as it stood `on` the day of the text; `category`
    goes with the rule unless it is given."""
    if not code:
        return Reasons(facts=facts)
    ground, citation = resolve(code, on)
    version, text = named(code, on)
    return Reasons(
        facts=facts,
        ground=ground,
        rule=citation,
        code=code,
        version=version,
        why=text,
        also_illegal=also_illegal,
        category=category or category_of(code),
    )
