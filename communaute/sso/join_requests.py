"""Asking to join, or to be known under another identity; deciding."""

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.login.allauth_internals import record_authentication
from communaute.comptes.menus import Waiting
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.perms import can_give_roles, is_national_team, leads_something
from communaute.comptes.services import add_member, lock_accounts
from communaute.notifications.services import tell, tell_each

from .errors import AlreadyDecided, LinkedElsewhere, MayNotDecide, NoLongerAsked, Unlinked
from .identity import Identity
from .identity_providers import Way, find_way
from .models import AccessRequest, RequestKind, RequestState


def can_decide(user: object, request: AccessRequest) -> bool:
    """A lead of the organisation (of one of the person's, for an identity) or the national team;
    nobody for oneself. Twin of `AccessRequestQuerySet.decided_by_me`."""
    if request.user_id == getattr(user, "pk", None):
        return False
    if request.organisation is not None:
        return can_give_roles(user, request.organisation)
    return is_national_team(user) or any(
        can_give_roles(user, membership.organisation)
        for membership in request.user.memberships.select_related("organisation")
    )


@transaction.atomic
def propose_membership(*, actor: User, way: Way, siret: str) -> AccessRequest | None:
    """Ask the leads of the organisation of this SIRET to take `actor` in; it gives no right.

    None when no organisation has this SIRET, or `actor` is a member already. Asked once: again
    returns what was asked, decided or not.
    """
    organisation = Organisation.objects.filter(siret=siret).first() if siret else None
    if organisation is None:
        return None
    lock_accounts(actor.pk)
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
    lock_accounts(actor.pk)
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

    Raises MayNotDecide, AlreadyDecided when somebody decided otherwise, NoLongerAsked when it
    waits for nothing, LinkedElsewhere when the identity was linked to another account
    meanwhile, Unlinked when the one it would replace is no longer linked to any.
    """
    lock_accounts(actor.pk, asked.user_id)
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
    if not AccessRequest.objects.waiting().filter(pk=found.pk).exists():
        raise NoLongerAsked
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
    way = find_way(asked.way)
    name = way.name if way else asked.way
    linked = SocialAccount.objects.filter(provider=asked.way, uid=asked.uid).first()
    if linked is not None and linked.user_id != asked.user_id:
        raise LinkedElsewhere(name)
    mine = SocialAccount.objects.filter(provider=asked.way, user=asked.user)
    if not mine.update(uid=asked.uid):
        raise Unlinked(name)


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
            "request": asked.pk,
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


def record_second_factor(request: HttpRequest, user: User, identity: Identity) -> None:
    """A second factor that the provider asked for is one of this session, as django-allauth keeps
    those it asks for itself: whoever must have one is not asked again."""
    if identity.has_second_factor:
        record_authentication(request, user, "mfa", type="elsewhere", provider=identity.way)


def propose(request: HttpRequest, user: User, way: Way, identity: Identity) -> None:
    """Ask that the person join the organisation of their SIRET, and tell them so; never a right."""
    if not way.is_professional or not identity.siret:
        return
    asked = propose_membership(actor=user, way=way, siret=identity.siret)
    if asked is not None and asked.state == RequestState.WAITING:
        messages.info(
            request,
            f"Nous avons demandé à {asked.organisation} de vous ajouter à ses membres. Vous aurez "
            "un courriel quand ce sera fait.",
        )
    elif asked is None and not Membership.objects.filter(user=user).exists():
        messages.info(
            request,
            f"Aucune organisation n’a ici le SIRET {identity.siret}. Si la vôtre devrait y être, "
            "écrivez-nous.",
        )
