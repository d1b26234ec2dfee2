"""What writers and reviewers of a retour d’expérience are told; the words are in the templates of
`kinds.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from communaute.notifications.services import tell

from ..deciders import ask_deciders

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..models import RetourExperience


def announce_proposed(sheet: RetourExperience, actor: User) -> None:
    """Tell all who may review it; the first one who answers settles it."""
    ask_deciders(
        "coproprietes.retour_to_review",
        sheet.copropriete,
        author=actor,
        key=f"retour:{sheet.pk}:a-relire:{sheet.proposed_at:%Y%m%d%H%M%S}",
        url=reverse("ambassadeurs:retour_review", args=_address(sheet)),
        context={
            "retour": sheet.pk,
            "name": str(sheet.copropriete),
            "commune": sheet.copropriete.commune.name,
            "is_revision": sheet.is_revision,
        },
    )


def announce_published(sheet: RetourExperience, *, is_revision: bool) -> None:
    """Thank who wrote it: everybody may read it."""
    for person in _writers(sheet):
        tell(
            "coproprietes.retour_published",
            to=person,
            key=f"retour:{sheet.pk}:publie:{timezone.now().isoformat()}",
            url=sheet.copropriete.get_absolute_url(),
            context={
                "retour": sheet.pk,
                "name": str(sheet.copropriete),
                "is_revision": is_revision,
            },
        )


def announce_returned(sheet: RetourExperience) -> None:
    """Give who wrote it the note of the review, word for word."""
    for person in _writers(sheet):
        tell(
            "coproprietes.retour_returned",
            to=person,
            key=f"retour:{sheet.pk}:rendu:{timezone.now().isoformat()}",
            url=reverse("ambassadeurs:retour_edit", args=_address(sheet)),
            context={
                "retour": sheet.pk,
                "name": str(sheet.copropriete),
                "note": sheet.review_note,
                "is_revision": sheet.is_revision,
            },
        )


def _writers(sheet: RetourExperience) -> list[User]:
    """The author; once that account is closed, the ambassadors who go on with the sheet."""
    if sheet.author is not None:
        return [sheet.author]
    mandates = sheet.copropriete.ambassadeurs.public().select_related("user")
    return [mandate.user for mandate in mandates]


def _address(sheet: RetourExperience) -> list[object]:
    return [sheet.copropriete_id, sheet.copropriete.slug]
