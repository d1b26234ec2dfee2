"""One's requests as the list shows them: one sent for several buildings is one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from .enums import State
from .models import Demande
from .services.desk_acts import as_told


@dataclass(frozen=True)
class SentLine:
    """One request, or one sent for several buildings: `group`, by name, empty for one alone."""

    demande: Demande
    group: list[Demande] = field(default_factory=list)

    @property
    def building(self) -> str:
        """The name of the building it was sent for; "" when it was erased."""
        return self.demande.copropriete.name if self.demande.copropriete else ""

    @property
    def is_open(self) -> bool:
        """Whether something is left to withdraw."""
        return any(one.state != State.CLOSED for one in self.group)


def lines(user: object, shown: Sequence[Demande]) -> list[SentLine]:
    """What this person asked, as a page of their list shows it; one query more when there are
    groups, none else."""
    members: dict[object, list[Demande]] = defaultdict(list)
    batches = {one.batch for one in shown if one.batch is not None}
    if batches:
        rows = Demande.objects.sent_by(user).filter(batch__in=batches).for_exchanges()
        for one in rows.order_by("copropriete__name", "pk"):
            members[one.batch].append(one)
    as_told([*shown, *(one for group in members.values() for one in group)])
    return [SentLine(one, members[one.batch] if one.batch else []) for one in shown]
