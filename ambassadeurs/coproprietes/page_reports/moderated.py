"""The page of a copropriété may be reported: what was typed by hand on it."""

from __future__ import annotations

from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.services import show_page
from communaute.moderation.registry import ModeratedType

from ..models import Fiche


def _text(fiche: Fiche) -> str:
    building = fiche.copropriete
    people = Ambassadeur.objects.public().filter(copropriete=building).order_by("pk")
    parts = [building.name, building.quartier]
    parts += [f"{one.first_name}, {one.get_role_display().lower()}" for one in people]
    parts += [f"{question}\n{text}" for _, question, text in building.story]
    return "\n\n".join(part for part in parts if part)


def _status_changed(fiche: Fiche, old_status: str, new_status: str) -> None:
    hidden_at = timezone.now() if fiche.hidden_for else None
    show_page(copropriete=fiche.copropriete, hidden_at=hidden_at, why=fiche.hidden_for)


FICHE = ModeratedType(
    key="copropriete",
    model=Fiche,
    label="Page d’une copropriété",
    text=_text,
    on_change=_status_changed,
    related=("copropriete",),
)
