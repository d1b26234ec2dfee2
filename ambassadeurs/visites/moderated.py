"""A visit may be reported: what everybody reads of it; its place stays with those who may know."""

from communaute.moderation.registry import ModeratedType
from socle.calendar import date_format

from .models import Visit


def _text(visit: Visit) -> str:
    host = visit.ambassadeur
    where = f"Visite de « {host.copropriete} »" if host else "Visite d’une chaufferie"
    day = date_format(visit.starts_at, "l j F Y")
    who = f"\nPar {host.first_name}, {host.get_role_display().lower()}" if host else ""
    return f"{where}, {day}{who}\n{visit.places} places, en {visit.language}"


def _place(visit: Visit) -> str:
    """For who moderates: it is typed by hand."""
    return f"Lieu de rendez-vous : {visit.meeting_point}" if visit.meeting_point else ""


def _nothing(visit: Visit, old_status: str, new_status: str) -> None:
    """Nothing is counted: lists leave out what is hidden."""


VISIT = ModeratedType(
    key="visite",
    model=Visit,
    label="Annonce de visite",
    text=_text,
    on_change=_nothing,
    context=_place,
    context_title="Où elle a lieu",
    related=("ambassadeur__copropriete",),
    kept_for="les personnes inscrites",
)
