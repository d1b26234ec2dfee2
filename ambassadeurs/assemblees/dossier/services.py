"""Writing the papers of an assembly: their numbers, then what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.versions import version_of

from ..errors import DossierChanged, NotOfTheBuilding, NotReady
from ..models import Assemblee, Dossier
from ..perms import can_read
from .numbers import written
from .papers import LIVE, PAPERS, numbers_of, papers_of, text_of

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def save_numbers(
    *, actor: User, assemblee: Assemblee, numbers: Mapping[str, Any], version: str = ""
) -> Dossier:
    """Keep what members typed, of `numbers.Numbers`. `version` is that of the page
    (`version_of_dossier`; empty: of no page). Raises NotOfTheBuilding, DossierChanged."""
    dossier = _held(actor, assemblee)
    told = written(numbers)
    if told == dossier.numbers:
        return dossier
    if version not in ("", now := version_of_dossier(dossier)):
        message = "Quelqu’un vient de changer ces nombres, ou vous dans une autre page."
        raise DossierChanged(message, now)
    dossier.numbers, dossier.edited_by, dossier.edited_at = told, actor, timezone.now()
    dossier.save()
    return dossier


@transaction.atomic
def say_sent(*, actor: User, assemblee: Assemblee) -> Dossier:
    """The request left for the syndic: its papers are kept as they are now. Again changes nothing.
    Raises NotOfTheBuilding, NotReady while the letter lacks something, IndividualHeating."""
    dossier = _held(actor, assemblee)
    if dossier.sent_on is not None:
        return dossier
    numbers = numbers_of(dossier, assemblee)
    papers = [one for one in papers_of(assemblee, numbers) if one.key not in LIVE]
    lacking = [one.title for one in papers if one.missing]
    if lacking:
        message = f"Il manque encore des nombres : {', '.join(lacking)}."
        raise NotReady(message)
    texts = {key: text_of(key, assemblee, numbers) for key in PAPERS if key not in LIVE}
    dossier.frozen = {"numbers": dossier.numbers, "texts": texts}
    dossier.sent_on = timezone.localdate()
    dossier.save()
    return dossier


@transaction.atomic
def take_back(*, actor: User, assemblee: Assemblee) -> None:
    """It was not sent after all: its papers follow the numbers again. Raises NotOfTheBuilding."""
    dossier = _held(actor, assemblee)
    dossier.sent_on, dossier.frozen = None, {}
    dossier.save()


def version_of_dossier(dossier: Dossier | None) -> str:
    """What the page shows of it, for `save_numbers`."""
    return version_of(sorted((dossier.numbers if dossier else {}).items()))


def _held(actor: User, assemblee: Assemblee) -> Dossier:
    """The papers of this assembly, held until the end of the transaction; begun if need be."""
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        message = "Seuls les membres de l’immeuble préparent ce dossier."
        raise NotOfTheBuilding(message)
    found = Dossier.objects.filter(assemblee=assemblee).first()
    return found or Dossier(assemblee=assemblee)
