"""What the cards, the exports and the matching know of a published sheet."""

from __future__ import annotations

from communaute.moderation.registry import ModeratedType
from socle.public_pages import touch_public_pages

from ..enums import FigureKey, RetourState
from ..models import Copropriete, RetourExperience
from ..search import index_building
from ..telling import count
from .figures import latest


def sync_card(retour: RetourExperience) -> None:
    """Copy the quote, the latest costs of a published sheet and what is verified to its
    copropriété; remove them when it is no longer public."""
    figures = latest(retour) if retour.is_published else {}
    before, after = figures.get(FigureKey.COST_BEFORE), figures.get(FigureKey.COST_AFTER)
    works = figures.get(FigureKey.WORKS_NET)
    Copropriete.objects.filter(pk=retour.copropriete_id).update(
        quote=retour.quote if retour.is_published else "",
        cost_before=round(before.value) if before and after else None,
        cost_after=round(after.value) if before and after else None,
        cost_years=f"{before.year} et {after.year}" if before and after else "",
        cost_verified=bool(before and after and before.is_verified and after.is_verified),
        has_verified_figures=any(one.is_verified for one in figures.values()),
        works_cost_per_lot=round(works.value) if works else None,
    )
    count(retour.copropriete_id)
    index_building(retour.copropriete_id)
    touch_public_pages()


def status_changed(retour: RetourExperience, old_status: str, new_status: str) -> None:
    """Called by moderation in the transaction that hides or restores the sheet."""
    if retour.state == RetourState.PUBLISHED:
        sync_card(retour)


def as_text(retour: RetourExperience) -> str:
    """The whole sheet as others read it, photos by their description."""
    parts = [str(retour.copropriete)]
    parts += [f"« {retour.quote} »"] if retour.quote else []
    parts += [f"Referiez-vous ce choix ? {retour.get_again_display()}"] if retour.again else []
    parts += [f"{question}\n{text}" for _, question, text in retour.story]
    parts += [f"{figure} {figure.unit} ({figure.year})" for figure in retour.figures.all()]
    parts += [f"Photo : {photo.alt}" for photo in retour.photos.all()]
    return "\n\n".join(parts)


RETOUR = ModeratedType(
    key="retour",
    model=RetourExperience,
    label="Retour d’expérience",
    text=as_text,
    on_change=status_changed,
    related=("copropriete",),
)
