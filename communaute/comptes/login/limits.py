"""How many tries from where: whoever tries at somebody else's address locks themselves out alone.

Each is counted by address *and* network, and, far above, by address wherever it comes from; a
network from which the person has signed in is left out of that second count, so that no stranger,
however many, closes the door to them. Rates: `ACCOUNT_RATE_LIMITS`.
"""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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


# Errors of django-allauth that only ask to wait.
TOO_MUCH = {"too_many_login_attempts", "rate_limited"}


def _is_too_much(form: Form) -> bool:
    errors = (error for of_field in form.errors.as_data().values() for error in of_field)
    return any(error.code in TOO_MUCH for error in errors)


OVER = (
    "Le code que vous aviez ne vaut plus : il ne sert qu’une fois, pendant {} minutes. Demandez-en "
    "un autre ici, avec la même adresse."
)


def _asks_again(request: HttpRequest) -> bool:
    return request.POST.get("action") == "resend"


def _types_a_code(request: HttpRequest) -> bool:
    return "code" in request.POST or _asks_again(request)


def honest(view: type, *, is_whole: bool = False) -> Callable[..., HttpResponse]:
    """The view, which answers 422 to an invalid form as the rest of the site does.

    `is_whole`: what a POST changes and the mail that tells it are written together, or not at all.
    Not for signing in, where the password would be computed with the database locked.
    """

    class Honest(view):  # type: ignore[misc, valid-type]
        def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            together = is_whole and request.method == "POST"
            try:
                with transaction.atomic() if together else nullcontext():
                    response = super().dispatch(request, *args, **kwargs)
            except ImmediateHttpResponse:
                if not _asks_again(request):
                    raise
                # A code has just left, and stays the right one: that is said where it is typed.
                request.session = type(request.session)(request.session.session_key)
                messages.error(request, get_adapter().error_messages["rate_limited"])
                return redirect(request.path)
            if not self.is_read and _types_a_code(request) and request.user.is_anonymous:
                messages.error(request, OVER.format(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60))
            return response

        # Whether django-allauth took what was posted: a code that is over is sent back before.
        is_read = False

        def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            self.is_read = True
            return super().post(request, *args, **kwargs)

        def form_invalid(self, form: Form) -> HttpResponse:
            response = super().form_invalid(form)
            if response.status_code == 200:
                response.status_code = 429 if _is_too_much(form) else 422
            return response

    return Honest.as_view()


# What the button « J’ai un mot de passe » sends.
BY, PASSWORD = "par", "mot-de-passe"


class SignInView(views.LoginView):
    """A code by mail, or a password: the password is asked on the page that follows, where the
    address already typed waits. It goes by POST: an address stays out of histories and logs."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) == PASSWORD:
            # No password is tried yet: past the limit of django-allauth’s own view, where each
            # sign-in would count twice and fifteen colleagues in a minute be turned away.
            return super(views.LoginView, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) != PASSWORD:
            return super().post(request, *args, **kwargs)
        typed = {"login": request.POST.get("email", "")}
        form = self.get_form_class()(request=request, initial=typed)
        return self.render_to_response(self.get_context_data(form=form, asks_password=True))


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
