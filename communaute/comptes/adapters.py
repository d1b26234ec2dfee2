"""How django-allauth behaves here: French words, the name chosen at sign-up.

Its mails leave through the outbox of the room above (`notifications.account_mails`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import passthrough_next_redirect_url
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from socle.hooks import call_hooks, hooked

from .login import limits
from .models import User
from .sessions.services import note_sign_in

OPEN_AGAIN = "La fermeture de votre compte est annulée : il est ouvert de nouveau."
TOO_MANY_WRONG = "Trop de codes qui ne convenaient pas : demandez-en un nouveau."


@dataclass(frozen=True)
class Comeback:
    """Accounts closed for a while, that signing in opens again: whether one is, and opening it."""

    may: Callable[[User], bool]
    open: Callable[[User], None]


def who_may_come_back(email: str) -> User | None:
    """The closed account of this address that signing in would open again."""
    person = User.objects.filter(email__iexact=email, is_active=False).first()
    if person is None or not any(comeback.may(person) for comeback in hooked("comptes.comebacks")):
        return None
    return person


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail, told in plain French."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé. Écrivez-nous pour en parler.",
        "duplicate_email": "C’est déjà l’adresse de votre compte.",
        "email_password_mismatch": (
            "L’adresse ou le mot de passe ne convient pas. "
            "Vous pouvez aussi demander un code par courriel, ci-dessous."
        ),
        "email_taken": "Cette adresse ne peut pas être utilisée.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Vérifiez les chiffres dans le courriel reçu.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "same_as_current": "C’est déjà l’adresse de votre compte.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "rate_limited": "Un code vient de partir. Attendez une minute, puis redemandez.",
    }

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **hook: Any
    ) -> HttpResponse | None:
        """Who has proved who they are, and may come back, goes on: `login` opens the account."""
        if not user.is_active and who_may_come_back(user.email):
            return None
        return super().pre_login(request, user, **hook)

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        for comeback in hooked("comptes.comebacks"):
            if not user.is_active and comeback.may(user):
                comeback.open(user)
                messages.success(request, OPEN_AGAIN)
        super().login(request, user)
        note_sign_in(request)
        limits.remember_network(request, user.email)
        call_hooks("comptes.arrivals", request)

    def add_message(self, *args: Any, message: str | None = None, **options: Any) -> None:
        """Nothing waits after the last wrong code of a mail, which django-allauth tells as it tells
        of too many passwords: another one may be asked at once."""
        if message == self.error_messages[limits.TOO_MANY]:
            message = TOO_MANY_WRONG
        super().add_message(*args, message=message, **options)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of django-allauth's own count, which knows no network."""
        self.tried = limits.Try(request, credentials.get("email", ""))
        if not self.tried.is_allowed:
            raise self.validation_error(limits.TOO_MANY)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            self.tried.forgive()
        return user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hook: Any) -> HttpResponse:
        """The page that was asked for, or first the one that a room puts on the way to it."""
        response = super().post_login(request, user, **hook)
        for detour in hooked("comptes.detours"):
            if first := detour(request, response.get("Location", "")):
                return HttpResponseRedirect(first)
        return response

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Where one goes once signed out; asked while the session still is."""
        for departure in hooked("comptes.departures"):
            if url := departure(request):
                return url
        return super().get_logout_redirect_url(request)

    def save_user(
        self, request: HttpRequest, user: Any, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """A code by mail too, as it opens the account, unless a second factor protects it."""
        ways: list[dict[str, str]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and all(way["id"] == "reauthenticate" for way in ways):
            url = reverse("reauthenticate_by_mail")
            ways.append({"id": "mail", "description": "Avec un code par courriel", "url": url})
        return ways

    def respond_email_verification_sent(
        self, request: HttpRequest, user: AbstractBaseUser | None
    ) -> HttpResponse:
        """Where the person was going stays in the page, should the code be over."""
        request.session[limits.AWAITED] = True
        page = reverse("account_email_verification_sent")
        return redirect(passthrough_next_redirect_url(request, page, REDIRECT_FIELD_NAME))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("comptes:profile")
