"""How django-allauth behaves here: French words, readable mails, the name chosen at sign-up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

# Why one gets each mail, shown at its foot; by the name of its template.
_WHY_CODE = "Vous recevez ce message parce que votre adresse a été tapée sur notre site."
_WHY_SECURITY = "Vous recevez ce message pour la sécurité de votre compte."
_CODE_MAILS = {
    "login_code",
    "email_confirmation_signup",
    "email_confirmation",
    "password_reset_code",
    "account_already_exists",
    "unknown_account",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail, told in plain French."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé. Écrivez-nous pour en parler.",
        "duplicate_email": "C’est déjà l’adresse de votre compte.",
        "email_password_mismatch": (
            "L’adresse ou le mot de passe ne convient pas. "
            "Vous pouvez aussi demander un code par courriel, ci-dessus."
        ),
        "email_taken": "Cette adresse ne peut pas être utilisée.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Vérifiez les chiffres dans le courriel reçu.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "same_as_current": "C’est déjà l’adresse de votre compte.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "rate_limited": "Un code vient de partir. Attendez une minute, puis redemandez.",
    }

    def save_user(
        self, request: HttpRequest, user: Any, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        user.display_name = form.cleaned_data["display_name"]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail with what the common frame of mails needs."""
        name = template_prefix.rpartition("/")[2]
        frame = {
            "base_url": settings.BASE_URL,
            "contact_email": settings.CONTACT_EMAIL,
            "login_url": settings.BASE_URL + reverse("account_login"),
            "signup_url": settings.BASE_URL + reverse("account_signup"),
            "why": _WHY_CODE if name in _CODE_MAILS else _WHY_SECURITY,
        }
        super().send_mail(template_prefix, email, context | frame)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("comptes:profile")
