"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from communaute.notifications.catalogue import Kind

from ..enums import Outcome
from .models import Review


def is_still_published(context: Mapping[str, Any]) -> bool:
    """Whether the text was read, was published, and others still read it."""
    if "review" not in context:
        return True
    review = Review.objects.filter(pk=context["review"], outcome=Outcome.PUBLISHED).first()
    return review is not None and bool(getattr(review.target, "is_published", False))


KINDS = (
    Kind(
        key="prescreening.published",
        label="Texte relu et publié",
        who="L’auteur du texte.",
        when="Dès que son texte en attente est publié.",
        may_be_off=False,
        still_true=is_still_published,
    ),
)
