"""How many tries from where: whoever tries at somebody else's address locks themselves out alone.

Each is counted by address *and* network, and, far above, by address wherever it comes from; a
network from which the person has signed in is left out of that second count, so that no stranger,
however many, closes the door to them. Rates: `ACCOUNT_RATE_LIMITS`.
"""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.core import context, ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from socle.ratelimit import count_one, network_of

from ..models import User
from .allauth_internals import RateLimitUsage, consume

APP = "allauth.account"
# The error of django-allauth that says so.
TOO_MANY = "too_many_login_attempts"
# Its name for a wrong password, or a wrong code of a second factor.
WRONG = "login_failed"
KNOWN_S = 90 * 24 * 3600

# In the session while the code of an address is awaited, that has an account or not.
AWAITED = "comptes.code_awaited"


def here(request: HttpRequest, email: str) -> str:
    """The key of an address tried from one network (an IPv4 address, or an IPv6 /64)."""
    return f"{email.lower()}:{network_of(request)}"


def remember_network(request: HttpRequest, email: str) -> None:
    """Somebody has signed in from there: kept as a digest, for three months, in the cache."""
    cache.set(_place(request, email), True, KNOWN_S)


def may_ask(request: HttpRequest, action: str, email: str) -> bool:
    """Count one mail asked for this address, a code or a new password."""
    if not ratelimit.consume(request, action=f"{action}_here", key=here(request, email)):
        return False
    return _is_known(request, email) or ratelimit.consume(
        request, action=f"{action}_anywhere", key=email.lower()
    )


class Try:
    """A password tried for an address, counted before it is looked at: those sent at once cannot
    all read the same count. `forgive` takes a right one back."""

    def __init__(self, request: HttpRequest, email: str) -> None:
        self.used = [_used(request, "login_failed_anywhere", email.lower())]
        # Beyond the limit, where the person has signed in before: none but them is let through.
        self.is_allowed = self.used != [None] or _is_known(request, email)
        if self.is_allowed:
            # Five wrong passwords close the door to the network they come from, to nobody else.
            self.used.append(_used(request, WRONG, here(request, email)))
            self.is_allowed = self.used[-1] is not None
        if not self.is_allowed:
            # Not looked at: nothing was tried.
            self.forgive()

    def forgive(self) -> None:
        for used in self.used:
            if used is not None:
                used.rollback()


def forgive_wrong_ones(*, request: HttpRequest, user: User, **of_signal: object) -> None:
    """Whoever has chosen a new password in place of one forgotten starts again, from there."""
    ratelimit.clear(request, action=WRONG, key=here(request, user.email))


def _is_known(request: HttpRequest, email: str) -> bool:
    return bool(cache.get(_place(request, email)))


def _place(request: HttpRequest, email: str) -> str:
    digest = salted_hmac("known network", here(request, email), algorithm="sha256").hexdigest()
    return f"known-network:{digest}"


def _used(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return consume(request, app=APP, action=action, key=key)


def may_guess(code: str) -> bool:
    """Count one guess of this code by the visitor it was sent for; whether it may be looked at."""
    sent = f"{context.request.session.session_key}:{code}"
    digest = salted_hmac("guesses of a code", sent, algorithm="sha256").hexdigest()
    counted = count_one(f"guesses:{digest}", settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return counted <= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS


NOBODY = "personne.{}@exemple.invalid"


def look_as_for_nobody(email: str) -> None:
    """What django-allauth reads more of an address that no account has."""
    User.objects.filter(email__iexact=email).first()


def create_as_for_somebody_new(request: HttpRequest, form: Form) -> None:
    """Write the account that a sign-up with a new address would, and take it back."""
    email = form.cleaned_data["email"]
    with transaction.atomic():
        adapter = get_adapter()
        user: AbstractBaseUser = adapter.new_user(request)
        form.cleaned_data["email"] = NOBODY.format(request.session.session_key or "x").lower()
        try:
            adapter.save_user(request, user, form)
            setup_user_email(request, user, [])
            EmailAddress.objects.get_primary(user)
        finally:
            form.cleaned_data["email"] = email
        transaction.set_rollback(True)
