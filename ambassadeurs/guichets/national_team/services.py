"""Acts of the national team on accounts: each with a reason, each written in the log."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from communaute.comptes.closing import close_account
from communaute.comptes.enums import Closed, MembershipRole, OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.numbers import NUMBERS as ACCOUNTS
from communaute.comptes.perms import is_national_team
from communaute.comptes.services import change_role
from communaute.moderation.enums import Escalation
from communaute.moderation.models import Case
from communaute.moderation.on_call import people_of
from communaute.moderation.perms import can_decide
from communaute.moderation.services import alerts
from communaute.notifications.models import Notification
from communaute.notifications.services import tell
from socle.calendar import date_format

from ..enums import AccountActKind
from ..errors import NationalRefused, WrongCode
from ..models import AccountAct, HelpCode
from ..numbers import NATIONAL_NUMBERS
from ..perms import can_act_on
from .late import agencies_of

DIGITS = 6
NOBODY_THERE = "Personne ne modère ce territoire : décidez le dossier vous-même."
NOBODY_CAN = "Personne de cette agence ne peut décider ce dossier : décidez-le vous-même."
NOT_YOURS = "Ce compte n’est pas de ceux dont vous pouvez vous occuper."


@transaction.atomic
def send_code(*, actor: User, person: User, reason: str) -> None:
    """Send the person a code to sign in; it replaces the one before. Nobody else ever reads it.

    Raises NationalRefused for one's own account, a closed one, or one of the team.
    """
    _check(actor, person)
    if not person.is_active:
        raise NationalRefused(
            "Ce compte est fermé : ce code n’y ferait pas entrer. Si la personne vient de le "
            "fermer, « Recevoir un code », sur la page de connexion, le lui rouvre."
        )
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    expires_at = timezone.now() + timedelta(minutes=ACCOUNTS.code_minutes)
    HelpCode.objects.update_or_create(
        user=person,
        defaults={"digest": _digest(person, code), "expires_at": expires_at, "tries": 0},
    )
    act = _write_down(actor, person, AccountActKind.CODE, reason)
    tell(
        "national.help_code",
        to=person.email,
        key=f"aide-connexion-{act.pk}",
        url=reverse("national:sign_in"),
        context={"code": code, "minutes": ACCOUNTS.code_minutes},
        expires_at=expires_at,
    )


@transaction.atomic
def use_code(*, email: str, code: str) -> User:
    """The person whom this code was sent to; it is worth nothing any more.

    Receiving it proves the address. Raises WrongCode.
    """
    row = HelpCode.objects.select_for_update(of=("self",)).select_related("user")
    kept = row.filter(user__email=email.strip().lower(), user__is_active=True).first()
    if kept is None or kept.expires_at <= timezone.now() or kept.tries >= NATIONAL_NUMBERS.tries:
        raise WrongCode
    if not constant_time_compare(kept.digest, _digest(kept.user, code)):
        raise WrongCode
    kept.delete()
    EmailAddress.objects.filter(user=kept.user, email=kept.user.email).update(verified=True)
    return kept.user


def count_try(*, email: str) -> None:
    """A wrong code was typed: a few more, and the code is worth nothing."""
    rows = HelpCode.objects.filter(user__email=email.strip().lower())
    rows.update(tries=F("tries") + 1)


@transaction.atomic
def close_for(*, actor: User, person: User, reason: str) -> None:
    """Close the account of somebody who asked for it and cannot do it; as they would themselves.

    Raises NationalRefused, ClosingRefused.
    """
    _check(actor, person)
    _write_down(actor, person, AccountActKind.CLOSED, reason)
    close_account(actor=person, why=Closed.HELPED)


@transaction.atomic
def give_role(*, actor: User, membership: Membership, role: str, reason: str) -> Membership:
    """Give a role in an organisation, with a reason. Raises NationalRefused, NotLead, LastLead."""
    _check(actor, membership.user)
    before = Membership.objects.select_for_update().get(pk=membership.pk).role
    changed = change_role(actor=actor, membership=membership, role=role)
    if changed.role != before:
        label = MembershipRole(role).label
        detail = f"{membership.organisation} : {label}"[:200]
        _write_down(actor, membership.user, AccountActKind.ROLE, reason, detail)
    return changed


@transaction.atomic
def remind_of_case(*, actor: User, case: Case) -> int:
    """Remind who decides a late case: whoever holds it, else those of an agency who have it, once a
    day at most. Returns how many are told now. Raises NationalRefused when it is not late any
    more, is the team's own, nobody is there to decide it, or all were reminded today.
    """
    if not is_national_team(actor):
        raise NationalRefused(NOT_YOURS)
    now = timezone.now()
    rows = Case.objects.select_for_update(of=("self",)).select_related("claimed_by")
    case = rows.get(pk=case.pk)
    if not case.is_late or case.level == Escalation.NATIONAL:
        message = "Ce dossier n’est plus en retard chez une agence : rien n’est envoyé."
        raise NationalRefused(message)
    of_agencies = people_of(case).filter(memberships__organisation__kind=OrganisationKind.AGENCE)
    holder = case.claimed_by
    people = list(of_agencies.distinct())
    if holder is not None and can_decide(holder, case):
        people = [holder]
    if not people:
        raise NationalRefused(NOBODY_CAN if agencies_of([case])[case] else NOBODY_THERE)
    today = timezone.localdate(now)
    told = Notification.objects.filter(key=alerts.late_key(case, today), user__in=people)
    already = told.count()
    if already == len(people):
        at = date_format(timezone.localtime(told.earliest("created_at").created_at), "H:i")
        raise NationalRefused(
            f"Ce dossier a déjà été relancé aujourd’hui à {at}, par vous ou par un collègue : "
            "rien n’est envoyé. Vous pourrez recommencer demain."
        )
    alerts.tell_late(case, people, reminded_on=today)
    return len(people) - already


def _check(actor: User, person: User) -> None:
    if not can_act_on(actor, person):
        raise NationalRefused(NOT_YOURS)


def _write_down(
    actor: User, person: User, act: AccountActKind, reason: str, detail: str = ""
) -> AccountAct:
    return AccountAct.objects.create(
        actor=actor,
        actor_name=actor.public_name,
        person_number=person.pk,
        act=act,
        reason=reason.strip(),
        detail=detail,
        at=timezone.now(),
    )


def _digest(person: User, code: str) -> str:
    typed = "".join(sign for sign in code if sign.isdigit())
    message = f"help-code:{person.pk}:{typed}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
