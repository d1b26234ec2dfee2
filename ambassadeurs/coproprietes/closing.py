"""What closing an account does to mandates, projects and drafts of retours d’expérience."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from socle.uploads import private_storage

from .enums import RetourState
from .mandats.services import withdraw_ambassadeur
from .models import Ambassadeur, Copropriete, Photo, RetourExperience
from .projets.services import leave_building
from .retours.services import erase_unused

if TYPE_CHECKING:
    from communaute.comptes.models import User


def erase(person: User, now: datetime) -> None:
    """End the mandates, erase proofs and drafts, leave the buildings; what is online stays."""
    drafts = RetourExperience.objects.filter(author=person).exclude(state=RetourState.PUBLISHED)
    names = list(Photo.objects.filter(retour__in=drafts).values_list("image", flat=True))
    drafts.delete()
    erase_unused(names)
    mandates = Ambassadeur.objects.filter(user=person)
    for mandate in mandates:
        withdraw_ambassadeur(actor=person, ambassadeur=mandate)
        if mandate.proof.name:
            transaction.on_commit(partial(private_storage().delete, mandate.proof.name))
    mandates.delete()
    for building in Copropriete.objects.of_member(person):
        leave_building(actor=person, copropriete=building)
