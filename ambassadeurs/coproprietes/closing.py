"""What closing an account does to mandates, projects and drafts of retours d’expérience."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from socle.uploads import private_storage

from .enums import RetourState
from .mandats.services import withdraw_ambassadeur
from .models import Ambassadeur, Copropriete, Photo, RetourExperience
from .projets.invitations import erase_sent_to
from .projets.services import leave_building
from .retours.services import erase_unused
from .services import forget_if_left, hold_buildings

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from communaute.comptes.models import User


def hold(person: User) -> None:
    """The buildings of this person."""
    hold_buildings(*_buildings_of(person))


def erase(person: User, now: datetime) -> None:
    """End the mandates, erase proofs and drafts, leave the buildings; what is online stays, and
    drafts that another ambassador of the building goes on with."""
    erase_sent_to(person.email)
    person.join_requests.all().delete()
    buildings = _buildings_of(person)
    drafts = _drafts_of_nobody_else(person)
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
    for pk in sorted(buildings):
        forget_if_left(pk)


def _buildings_of(person: User) -> set[int]:
    mine = Q(memberships__user=person) | Q(ambassadeurs__user=person)
    return set(Copropriete.objects.filter(mine).values_list("pk", flat=True))


def _drafts_of_nobody_else(person: User) -> QuerySet[RetourExperience]:
    """Not online, written by this person, or by somebody gone, of buildings for which no other
    public ambassador speaks."""
    others = Ambassadeur.objects.public().exclude(user=person).values("copropriete")
    spoken_for = Ambassadeur.objects.filter(user=person).values("copropriete")
    theirs = Q(author=person) | Q(author__isnull=True, copropriete__in=spoken_for)
    sheets = RetourExperience.objects.filter(theirs).exclude(state=RetourState.PUBLISHED)
    return sheets.exclude(copropriete__in=others)
