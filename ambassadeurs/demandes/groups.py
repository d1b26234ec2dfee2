"""One's requests as the list shows them: one sent for several buildings is one line."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms

from socle.forms import PageForm

from .enums import State
from .models import Demande
from .services.desk_acts import as_told
from .shared_requests import lines as building_lines

SIDES = ("envoyees", "copropriete", "recues")


class ListForm(PageForm):
    """Which side of one's exchanges, and which page; never an error."""

    cote = forms.ChoiceField(choices=[(side, "") for side in SIDES], required=False)

    def side(self) -> str:
        """One of `SIDES`, or nothing when not said."""
        self.is_valid()
        return self.cleaned_data.get("cote", "")


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


def lines_of(side: str, user: object, shown: Sequence[Demande]) -> Sequence[object]:
    """What a page of the list shows, on each of `SIDES`."""
    if side == "envoyees":
        return lines(user, shown)
    if side == "copropriete":
        return building_lines(shown, user)
    return [SentLine(one) for one in shown]


def lines(user: object, shown: Sequence[Demande]) -> list[SentLine]:
    """What this person asked, as a page of their list shows it; one query more when there are
    groups, and one when a building is connected."""
    members: dict[object, list[Demande]] = defaultdict(list)
    batches = {one.batch for one in shown if one.batch is not None}
    if batches:
        rows = Demande.objects.sent_by(user).filter(batch__in=batches).for_exchanges()
        for one in rows.order_by("copropriete__name", "pk"):
            members[one.batch].append(one)
    every = [*shown, *(one for group in members.values() for one in group)]
    as_told(every)
    return [SentLine(one, members[one.batch] if one.batch else []) for one in shown]
