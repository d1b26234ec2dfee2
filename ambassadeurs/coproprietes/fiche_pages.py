"""The page of a copropriété may be reported: what was typed by hand on it."""

from django.db.models import Q
from django.utils import timezone

from communaute.moderation.registry import ModeratedType

from .models import Ambassadeur, Copropriete, Fiche
from .querysets import CoproprieteQuerySet
from .services import show_page


def _text(fiche: Fiche) -> str:
    building = fiche.copropriete
    people = Ambassadeur.objects.public().filter(copropriete=building).order_by("pk")
    parts = [building.name, building.quartier]
    parts += [f"{one.first_name}, {one.get_role_display().lower()}" for one in people]
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


def open_fiche(mandate: Ambassadeur) -> None:
    """Called in the transaction that makes a mandate public. A page without author, whose account
    closed, becomes that of who speaks now; else again changes nothing."""
    building = mandate.copropriete
    fiche, is_new = Fiche.objects.get_or_create(
        copropriete=building,
        defaults={
            "author_id": mandate.user_id,
            "commune": building.commune,
            "departement": building.commune.departement,
        },
    )
    if not is_new and fiche.author_id is None:
        Fiche.objects.filter(pk=fiche.pk).update(author=mandate.user_id)


def pages_for(user: object) -> CoproprieteQuerySet:
    """Copropriétés whose page this person may read, with what is moderated of it."""
    readable = Fiche.objects.visible_to(user).values("copropriete")
    found = Copropriete.objects.spoken_for()
    return found.filter(Q(page_hidden_at=None) | Q(pk__in=readable)).select_related("fiche")
