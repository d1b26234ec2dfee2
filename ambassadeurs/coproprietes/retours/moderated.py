"""What of this room may be reported."""

from communaute.moderation.registry import ModeratedType

from ..models import RetourExperience
from .card import status_changed


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
