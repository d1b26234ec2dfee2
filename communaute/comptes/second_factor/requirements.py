"""Who must protect their account, and until when their roles give rights without a second factor.

Members of an organisation, editors and the national team have `NUMBERS.second_factor_days` from
the moment their first role begins. `User.second_factor_due` is the end of that time:
from then on, a session that proved no second factor has no right of any role
(`comptes.perms.withhold_roles`), and no page reads more than the account itself to know it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone

from socle.hooks import call_hooks

from ..models import User
from ..numbers import NUMBERS
from ..perms import all_memberships_of
from ..sessions.services import BEGUN, open_sessions

# What asks for something at each sign-in; spare codes only stand in for these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where one works: what is asked is said there while there is still time.
DESKS = (
    *("/gestion/", "/agence/", "/exploitant/", "/collectivite/", "/syndic/", "/equipe/"),
    "/moderation/",
)
FOR_EVERYBODY = (
    "/moderation/signaler/",
    "/moderation/signalements/",
    "/moderation/decisions/",
    "/moderation/mes-decisions/",
    "/moderation/transparence",
)


def must_protect(user: User) -> bool:
    """Whether the roles of this person ask for a second factor."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return bool(all_memberships_of(user)) or user.has_office_role()


def is_desk(path: str) -> bool:
    """Whether the page at this address says that a second factor will be asked."""
    return path.startswith(DESKS) and not path.startswith(FOR_EVERYBODY)


def asked_until(request: HttpRequest) -> datetime | None:
    """Until when this person may still work unprotected; None when nothing is asked of them, or
    when that time is over (`waits`)."""
    until = _until(request)
    if until is None or until <= timezone.now():
        return None
    return until if must_protect(request.user) else None


def waits(request: HttpRequest) -> bool:
    """Whether the roles of this person, if any, give nothing to this session: without a query."""
    until = _until(request)
    return until is not None and timezone.now() >= until


def _until(request: HttpRequest) -> datetime | None:
    """The end of the time given to this session. A role that began unseen, in the database or
    before the rule was there, is counted from the sign-in."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return None
    if proved_in(request):
        return None
    due, begun = request.user.second_factor_due, request.session.get(BEGUN)
    if due is None and begun is not None:
        return end_of_grace(datetime.fromtimestamp(begun, UTC))
    return due


def account_waits(user: User) -> bool:
    """The same where no session speaks for the person, a mail or a key: the time is over, nothing
    protects the account, and no session of theirs has proved a second factor (2 queries at most
    beyond the account)."""
    due = user.second_factor_due
    if not settings.SECOND_FACTOR_REQUIRED or due is None or timezone.now() < due:
        return False
    return not (is_protected(user) or has_proved(user))


def has_proved(user: User) -> bool:
    """Whether a session of theirs was opened with a second factor, ours or one proved elsewhere (1
    query)."""
    kept = (session.get_decoded() for session in open_sessions(user))
    return any(_is_second(record) for one in kept for record in one.get(RECORDS, ()))


def is_protected(user: User) -> bool:
    """Whether signing in asks for a second factor of ours (1 query)."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def proved_in(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor: ours, or one proved elsewhere that was
    recorded with `record_authentication(request, user, "mfa", …)`.
    """
    records = get_authentication_records(request, request.user)
    return any(_is_second(record) for record in records)


def _is_second(record: dict[str, Any]) -> bool:
    return record.get("method") == "mfa"


def end_of_grace(now: datetime) -> datetime:
    """The moment from which roles give nothing to who has not proved a second factor."""
    return now + timedelta(days=NUMBERS.second_factor_days)


def start_grace(*, user: User, now: datetime) -> datetime | None:
    """Give this person time to protect their account, and tell them, when a role of theirs asks
    for it. Once: neither another role nor leaving and coming back gives time again. Who has proved
    one elsewhere has nothing to do, and is told nothing. Returns until when, the first time only.
    To call in a transaction.
    """
    if user.second_factor_due or not must_protect(user) or is_protected(user):
        return None
    until = end_of_grace(now)
    # Two roles, or two sign-ins, at once: the first one counts, and tells.
    first = get_user_model().objects.filter(pk=user.pk, second_factor_due=None)
    if not first.update(second_factor_due=until):
        return None
    user.second_factor_due = until
    if not has_proved(user):
        call_hooks("comptes.grace_begun", user, until)
    return until
