"""Asking to join, or to be known under another identity; deciding."""

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import leads_something
from communaute.comptes.services import add_member, hold_accounts
from communaute.comptes.waiting import Waiting
from communaute.notifications.services import tell, tell_each

from .errors import AlreadyDecided, LinkedElsewhere, MayNotDecide
from .models import AccessRequest, RequestKind, RequestState
from .perms import can_decide
from .ways import Way, find_way


@transaction.atomic
def propose_membership(*, actor: User, way: Way, siret: str) -> AccessRequest | None:
    """Ask the leads of the organisation of this SIRET to take `actor` in; it gives no right.

    None when no organisation has this SIRET, or `actor` is a member already. Asked once: again
    returns what was asked, decided or not.
    """
    organisation = Organisation.objects.filter(siret=siret).first() if siret else None
    if organisation is None:
        return None
    hold_accounts(actor.pk)
    if Membership.objects.filter(user=actor, organisation=organisation).exists():
        return None
    asked, is_new = AccessRequest.objects.get_or_create(
        kind=RequestKind.MEMBERSHIP,
        user=actor,
        organisation=organisation,
        defaults={"way": way.key},
    )
    if is_new:
        _tell_deciders(asked, [organisation], name=way.name)
    return asked


@transaction.atomic
def ask_other_identity(*, actor: User, way: Way, uid: str) -> AccessRequest:
    """Ask that this identity replace the one linked: the provider gives another when somebody
    changes employer's directory. Asked once."""
    hold_accounts(actor.pk)
    asked, is_new = AccessRequest.objects.get_or_create(
        kind=RequestKind.IDENTITY, user=actor, way=way.key, uid=uid
    )
    if is_new:
        mine = Organisation.objects.filter(memberships__user=actor)
        _tell_deciders(asked, list(mine), name=way.name)
    return asked


@transaction.atomic
def decide(*, actor: User, asked: AccessRequest, accepts: bool) -> AccessRequest:
    """Accept or refuse, told to the person; the same decision again changes nothing.

    Raises MayNotDecide, AlreadyDecided when somebody decided otherwise, LinkedElsewhere when the
    identity was linked to another account meanwhile.
    """
    hold_accounts(actor.pk, asked.user_id)
    if asked.organisation_id:
        Organisation.objects.select_for_update().get(pk=asked.organisation_id)
    found = AccessRequest.objects.select_for_update().get(pk=asked.pk)
    if not can_decide(actor, found):
        raise MayNotDecide
    wanted = RequestState.ACCEPTED if accepts else RequestState.REFUSED
    if found.state == wanted:
        return found
    if found.state != RequestState.WAITING:
        raise AlreadyDecided
    found.state, found.decided_at, found.decided_by = wanted, timezone.now(), actor
    found.save(update_fields=["state", "decided_at", "decided_by"])
    if accepts:
        _do(actor, found)
    _tell_person(found)
    return found


def _do(actor: User, asked: AccessRequest) -> None:
    if asked.organisation is not None:
        add_member(
            organisation=asked.organisation,
            user=asked.user,
            role=MembershipRole.MEMBRE,
            actor=actor,
        )
        return
    if SocialAccount.objects.filter(provider=asked.way, uid=asked.uid).exists():
        way = find_way(asked.way)
        raise LinkedElsewhere(way.name if way else asked.way)
    SocialAccount.objects.filter(provider=asked.way, user=asked.user).update(uid=asked.uid)


def _tell_deciders(asked: AccessRequest, organisations: list[Organisation], name: str) -> None:
    """Leads first; the national team where there is none."""
    tell_each(
        f"sso.asked_{asked.kind}",
        to=_deciders(asked, organisations),
        key=f"access-{asked.pk}",
        context={
            "request": asked.pk,
            "person": asked.user.public_name,
            "email": asked.user.email,
            "organisation": str(asked.organisation or ""),
            "name": name,
        },
        url=reverse("sso_access:list"),
    )


def _deciders(asked: AccessRequest, organisations: list[Organisation]) -> QuerySet[User]:
    others = User.objects.filter(is_active=True).exclude(pk=asked.user_id).distinct()
    leads = others.filter(
        memberships__organisation__in=organisations, memberships__role=MembershipRole.RESPONSABLE
    )
    if leads.exists():
        return leads
    return others.filter(memberships__organisation__kind=OrganisationKind.EQUIPE)


def _tell_person(asked: AccessRequest) -> None:
    way = find_way(asked.way)
    tell(
        f"sso.{asked.kind}_{asked.state}",
        to=asked.user,
        key=f"access-{asked.pk}-{asked.state}",
        context={
            "organisation": str(asked.organisation or ""),
            **({"organisation_pk": asked.organisation_id} if asked.organisation_id else {}),
            "name": way.name if way else "",
        },
        url=reverse("comptes:home"),
    )


def _count(user: object) -> int:
    if not leads_something(user):
        return 0
    return int(AccessRequest.objects.decided_by_me(user).waiting().count())


WAITING = Waiting(
    "sso_access:list",
    _count,
    "demande d’accès attend votre réponse",
    "demandes d’accès attendent votre réponse",
)
