"""Asking to take part in a building that somebody else described here, instead of describing it
twice: its members answer, or the request ends by itself.

Who asks learns that the building is followed, never by whom, until a member welcomes them.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from communaute.comptes.models import User
from communaute.moderation.sanction_rules import why_not_write
from communaute.notifications.services import tell, tell_each
from communaute.territoires.models import Commune
from socle.calendar import days_after, end_of_day
from socle.scheduler import Step
from socle.words import normalise

from .errors import BuildingKnown, CoproprieteNotAllowed
from .models import Ambassadeur, Copropriete, CoproprieteMember, JoinRequest
from .numbers import NUMBERS
from .perms import can_edit_building


def find_known(
    actor: User, *, commune: Commune, register_number: str = "", address: str = ""
) -> Copropriete | None:
    """The building that others follow under this number, else at this very address, `actor` not
    being one of them."""
    building = OuterRef("pk")
    members = CoproprieteMember.objects.filter(copropriete=building, user__is_active=True)
    mandates = Ambassadeur.objects.public().filter(copropriete=building).order_by()
    mine = Copropriete.objects.of_member(actor).order_by().values("pk")
    rows = Copropriete.objects.filter(Exists(members) | Exists(mandates)).exclude(pk__in=mine)
    rows = rows.order_by("created_at", "pk")
    if register_number and (known := rows.filter(register_number=register_number).first()):
        return known
    wanted = normalise(address)
    if not wanted:
        return None
    there = rows.filter(commune=commune).exclude(address="")
    return next(
        (
            one
            for one in there
            if normalise(one.address) == wanted
            # Two numbers of the register are two co-ownerships, at one address or not.
            and not (register_number and one.register_number)
        ),
        None,
    )


def refuse_known(actor: User, *, commune: Commune, register_number: str, address: str) -> None:
    """Raises BuildingKnown when others follow this building. The commune is locked: of two people
    who describe it at once, the second finds what the first described."""
    type(commune)._default_manager.select_for_update(no_key=True).get(pk=commune.pk)
    known = find_known(actor, commune=commune, register_number=register_number, address=address)
    if known is not None:
        by_number = bool(register_number) and known.register_number == register_number
        raise BuildingKnown(known, register_number if by_number else address.strip())


@transaction.atomic
def ask_to_join(*, actor: User, copropriete: Copropriete, told_as: str) -> JoinRequest:
    """Ask the members of a building to be one of them; asked twice, it is one request. `told_as`:
    the address or number by which `actor` found it. Raises CoproprieteNotAllowed."""
    if reason := why_not_write(actor):
        raise CoproprieteNotAllowed(reason)
    asked, is_new = JoinRequest.objects.get_or_create(
        copropriete=copropriete, user=actor, defaults={"told_as": told_as}
    )
    if is_new:
        _tell_members(asked)
    return asked


@transaction.atomic
def welcome(*, actor: User, asked: JoinRequest) -> bool:
    """The person takes part from now on, and is told. Returns whether the request was still there:
    answered meanwhile by another member, nothing changes. Raises CoproprieteNotAllowed (not a
    member)."""
    check_theirs(actor, asked.copropriete)
    if not JoinRequest.objects.filter(pk=asked.pk).delete()[0]:
        return False
    CoproprieteMember.objects.get_or_create(copropriete=asked.copropriete, user=asked.user)
    tell(
        "coproprietes.join_welcomed",
        to=asked.user,
        key=asked.key,
        url=reverse("ambassadeurs:project", args=[asked.copropriete_id]),
        context={
            "copropriete": asked.copropriete_id,
            "by": actor.public_name,
            "residence": asked.copropriete.name,
        },
    )
    return True


@transaction.atomic
def turn_away(*, actor: User, asked: JoinRequest) -> bool:
    """End the request; the person is told, and not by whom. Returns whether it was still there.
    Raises CoproprieteNotAllowed."""
    check_theirs(actor, asked.copropriete)
    return bool(_end(asked))


@transaction.atomic
def take_back(*, actor: User, asked: JoinRequest) -> None:
    """End one's own request. Raises CoproprieteNotAllowed."""
    if asked.user_id != actor.pk:
        raise CoproprieteNotAllowed("Cette demande n’est pas la vôtre.")
    asked.delete()


def end_all(copropriete: Copropriete) -> None:
    """Nobody is left to answer: end the requests of this building."""
    for asked in copropriete.join_requests.select_related("copropriete__commune", "user"):
        _end(asked, nobody_left=True)


def unanswered(now: datetime) -> list[int]:
    """Requests (pks) that nobody answered in time."""
    last_day = end_of_day(days_after(now, -NUMBERS.invitation_days - 1))
    rows = JoinRequest.objects.filter(asked_at__lte=last_day)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def end_unanswered(pk: int, now: datetime) -> dict[str, int]:
    """End a request that nobody answered, and tell the person."""
    rows = JoinRequest.objects.select_related("copropriete__commune", "user")
    asked = rows.filter(pk=pk, pk__in=unanswered(now)).first()
    return {"join_requests_ended": _end(asked) if asked is not None else 0}


STEP = Step(
    key="coproprietes.end_join_requests",
    label="Demandes à participer sans réponse closes",
    due=unanswered,
    do=end_unanswered,
)


def check_theirs(actor: User, copropriete: Copropriete) -> None:
    """Raises CoproprieteNotAllowed when this person takes no part in the building."""
    if not can_edit_building(actor, copropriete):
        raise CoproprieteNotAllowed("Cette copropriété n’est pas la vôtre.")


def _end(asked: JoinRequest, *, nobody_left: bool = False) -> int:
    key, place = asked.key, f"{asked.told_as}, {asked.copropriete.commune.after_a}"
    ended = JoinRequest.objects.filter(pk=asked.pk).delete()[0]
    if ended:
        tell(
            "coproprietes.join_ended",
            to=asked.user,
            key=key,
            url=reverse("ambassadeurs:project_create"),
            context={
                "copropriete": asked.copropriete_id,
                "place": place,
                "nobody_left": nobody_left,
            },
        )
    return ended


def _tell_members(asked: JoinRequest) -> None:
    building = asked.copropriete
    members = building.memberships.values("user")
    mandates = Ambassadeur.objects.public().filter(copropriete=building).order_by()
    people = User.objects.filter(is_active=True, pk__in=members.union(mandates.values("user")))
    tell_each(
        "coproprietes.join_asked",
        to=people.order_by("pk"),
        key=asked.key,
        url=f"{reverse('ambassadeurs:project', args=[building.pk])}#membres",
        context={
            "join_request": asked.pk,
            "asker": asked.user.public_name,
            "residence": building.name,
            "told_as": asked.told_as,
            "until": asked.until,
        },
    )
