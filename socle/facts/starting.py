"""What a new installation starts from, and the formulas: given by the rooms above."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from .shape import Fact, Status, Value

_first: dict[str, Fact] = {}
_formulas: dict[str, "Formula"] = {}


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure computed from others. `model` is the fact without its value; `compute` reads the
    values of `inputs`, by key.

    One input missing: no value, and it is said. One expired: the result expires with it.
    """

    model: Fact
    inputs: tuple[str, ...]
    compute: Callable[[Mapping[str, Value]], Value]

    def over(self, facts: Mapping[str, Fact]) -> Fact:
        """The fact that these give."""
        found = [facts[key] for key in self.inputs if key in facts]
        missing = [key for key in self.inputs if key not in facts or facts[key].value is None]
        if missing:
            problem = f"Calcul impossible : il manque {', '.join(missing)}"
            return replace(self.model, value=None, status=Status.COMPUTED, problems=(problem,))
        values = {item.key: item.value for item in found if item.value is not None}
        limits = [item.valid_until for item in found if item.valid_until]
        late = [item.label for item in found if item.is_expired]
        return replace(
            self.model,
            value=self.compute(values),
            status=Status.COMPUTED,
            valid_until=min(limits, default=None),
            problems=(f"Calculé avec une valeur périmée : {', '.join(late)}",) if late else (),
        )


def start_from(facts: Iterable[Fact], formulas: Iterable[Formula] = ()) -> None:
    """Give the facts of a new installation and the formulas; twice the same changes nothing."""
    _first.update({item.key: item for item in facts})
    _formulas.update({item.model.key: item for item in formulas})


def first_facts() -> Mapping[str, Fact]:
    """The facts of a new installation, by key, in order."""
    return _first


def formulas() -> Mapping[str, Formula]:
    """The formulas, by the key of what they give."""
    return _formulas
