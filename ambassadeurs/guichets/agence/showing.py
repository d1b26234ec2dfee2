"""The lists of an agency: the same line is made once in a process, found again by all it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ambassadeurs.mises_en_relation.names import asker_name
from socle.french import roughly
from socle.sharing.lines import KeptLines

from ..showing import clock_said

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ambassadeurs.coproprietes.models import Ambassadeur
    from ambassadeurs.mises_en_relation.models import Demande
    from ambassadeurs.visites.models import Visit

    from ..lines import DeskLine

# A kilobyte each.
_ADVICE, _PENDING, _UNANSWERED, _VISITS, _IDLE = (
    KeptLines(f"guichets/_agency_{name}.html", most=1_000)
    for name in ("advice", "pending", "unanswered", "visit", "idle")
)


def all_lines(shown: dict[str, Any]) -> dict[str, list[SafeString]]:
    """The lines of each list of the page, from its context."""
    return {
        "advice": [_advice(one) for one in shown["advice"]],
        "pending": [_pending(one) for one in shown["pending"]],
        "unanswered": [_unanswered(one) for one in shown["unanswered"]],
        "visits": [_visit(one) for one in shown["visits"]],
        "idle": [_idle(one, reasons) for one, reasons in shown["idle"]],
    }


def _advice(line: DeskLine) -> SafeString:
    demande = line.demande
    said = (
        demande.public_id,
        asker_name(demande),
        demande.commune.name if demande.commune else "",
        repr(demande.sent),
        clock_said(line),
        demande.created_at,
        demande.assigned_to.public_name if demande.assigned_to else "",
    )
    return _ADVICE.line(said, {"line": line})


def _pending(one: Ambassadeur) -> SafeString:
    said = (*_who(one), one.copropriete.reseau and one.copropriete.reseau.name)
    return _PENDING.line((*said, one.role, one.created_at), {"one": one})


def _unanswered(demande: Demande) -> SafeString:
    said = (*_who(cast("Ambassadeur", demande.ambassadeur)), roughly(demande.clock_from))
    return _UNANSWERED.line(said, {"demande": demande})


def _visit(visit: Visit) -> SafeString:
    said = (
        visit.get_absolute_url(),
        *_who(cast("Ambassadeur", visit.ambassadeur)),
        visit.starts_at,
    )
    return _VISITS.line(said, {"visit": visit})


def _idle(one: Ambassadeur, reasons: list[str]) -> SafeString:
    return _IDLE.line((*_who(one), *reasons), {"one": one, "reasons": reasons})


def _who(one: Ambassadeur) -> tuple[object, ...]:
    """An ambassador, as every list names them."""
    building = one.copropriete
    return one.pk, one.first_name, building.name, building.commune.name
