"""Who lives together and where: whoever takes part in a building or speaks for it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F, Q, QuerySet

from communaute.comptes.badges import Badge
from communaute.comptes.models import User
from communaute.moderation.report_rules import Households
from socle.uploads import private_storage

from .enums import RetourState
from .mandats.services import withdraw_ambassadeur
from .models import Ambassadeur, Copropriete, CoproprieteMember, Photo, RetourExperience
from .projects.invitations import erase_sent_to
from .projects.services import leave_building
from .retours.services import erase_unused
from .services import forget_if_left, is_followed, is_kept, lock_buildings

_LINKS = (CoproprieteMember, Ambassadeur)


def buildings_of(accounts: Collection[int]) -> dict[int, frozenset[int]]:
    """The buildings of each account, by their keys (2 queries)."""
    found: dict[int, set[int]] = defaultdict(set)
    for model in _LINKS:
        rows = model._default_manager.filter(user__in=accounts)
        for account, building in rows.values_list("user", "copropriete"):
            found[account].add(building)
    return {account: frozenset(buildings) for account, buildings in found.items()}


def neighbours_of(account: int) -> frozenset[int]:
    """Those who share a building with this account, itself apart (4 queries)."""
    buildings = buildings_of([account]).get(account, frozenset())
    if not buildings:
        return frozenset()
    people: set[int] = set()
    for model in _LINKS:
        rows = model._default_manager.filter(copropriete__in=buildings)
        people |= set(rows.values_list("user", flat=True))
    return frozenset(people - {account})


def place_of_building(user: User) -> tuple[float, float] | None:
    """Longitude and latitude (degrees) of the first building of theirs whose place is known, of
    those that are not connected if one is."""
    placed = Copropriete.objects.of_member(user).exclude(latitude=None).exclude(longitude=None)
    waiting_first = placed.order_by(F("connected_year").asc(nulls_first=True), "pk")
    found = waiting_first.values_list("longitude", "latitude").first()
    return (found[0], found[1]) if found else None


HOUSEHOLDS = Households(buildings_of, neighbours_of)


def ambassador_badges(user_ids: set[int]) -> dict[int, list[Badge]]:
    """Badges of the public mandates of these people, in one query."""
    badges: dict[int, list[Badge]] = {}
    mandates = Ambassadeur.objects.public().filter(user__in=user_ids).order_by("pk")
    for user_id, residence in mandates.values_list("user_id", "copropriete__name"):
        badge = Badge(f"Ambassadeur · {residence}", "ambassadeur", "fr-icon-community-fill")
        badges.setdefault(user_id, []).append(badge)
    return badges


# What closing an account does to mandates, projects and drafts of retours d’expérience.


def lock(person: User) -> None:
    """The buildings of this person."""
    lock_buildings(*_buildings_of(person))


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


def left_to_nobody(person: User) -> list[Copropriete]:
    """The buildings that nobody else follows: they are erased with this account."""
    mine = Copropriete.objects.filter(memberships__user=person).order_by("name")
    return [row for row in mine if not is_followed(row, without=person) and not is_kept(row)]


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
