"""Who must protect their account, since when, and which pages wait until they have.

Staff of an organisation, editors and the national team have `NUMBERS.second_factor_days` from
their first sign-in with such a role. `User.second_factor_due` is the end of that time, and is set
only while nothing protects the account: no page reads more than the account itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ..numbers import NUMBERS
from ..perms import memberships_of

if TYPE_CHECKING:
    from ..models import User

# The desks and the back office; under the same address, what everybody has stays open to all.
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
    return bool(memberships_of(user)) or user.has_perm("wagtailadmin.access_admin")


def is_desk(path: str) -> bool:
    """Whether the page at this address is one of those that wait."""
    return path.startswith(DESKS) and not path.startswith(FOR_EVERYBODY)


def asked_until(request: HttpRequest) -> datetime | None:
    """Until when this person may still work unprotected; None when nothing is asked of them."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return None
    user = cast("User", request.user)
    if user.second_factor_due is None or proved_in(request):
        return None
    return user.second_factor_due if must_protect(user) else None


def waits(request: HttpRequest) -> bool:
    """Whether the desks of this person wait until their account is protected."""
    until = asked_until(request)
    return until is not None and timezone.now() >= until


def proved_in(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor: ours, or one proved elsewhere that was
    recorded with `record_authentication(request, user, "mfa", …)`.
    """
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def end_of_grace(now: datetime) -> datetime:
    """The moment from which the desks wait."""
    return now + timedelta(days=NUMBERS.second_factor_days)
