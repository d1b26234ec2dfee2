"""The cards of the directory: the same card is made once in a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.sharing.lines import KeptLines

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ambassadeurs.coproprietes.models import Copropriete

# Two kilobytes each.
_CARDS = KeptLines("coproprietes/_card.html", most=2_000)


def card_of(copropriete: Copropriete, reason: str) -> SafeString:
    """A connected copropriété (of `for_list`) and why it is shown, found again by all it says."""
    one = copropriete
    people = tuple(
        (who.first_name, who.role, who.is_paused, who.takes_visits, who.usual_days)
        for who in one.public_ambassadors  # type: ignore[attr-defined]
    )
    facts = (one.lots, one.period, one.former_energy, one.connected_year, one.quote)
    costs = (one.cost_before, one.cost_after, one.cost_years, one.cost_verified)
    works, visit = one.works_cost_per_lot, one.next_visit_at  # type: ignore[attr-defined]
    place = (one.commune.name, one.quartier, one.reseau.name if one.reseau else "")
    said = (one.pk, one.name, place, facts, costs, works, visit, people, reason)
    return _CARDS.line(said, {"copropriete": copropriete, "reason": reason})
