"""French addresses for django-allauth's pages, under the names allauth itself uses."""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.account import views
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path


def _honest(view: type, *, is_whole: bool = False) -> Callable[..., HttpResponse]:
    """The view, which answers 422 to an invalid form as the rest of the site does.

    `is_whole`: what a POST changes and the mail that tells it are written together, or not at all.
    Not for signing in, where the password would be computed with the database locked.
    """

    class Honest(view):  # type: ignore[misc, valid-type]
        def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            together = is_whole and request.method == "POST"
            with transaction.atomic() if together else nullcontext():
                return super().dispatch(request, *args, **kwargs)

        def form_invalid(self, form: object) -> HttpResponse:
            response = super().form_invalid(form)
            if response.status_code == 200:
                response.status_code = 422
            return response

    return Honest.as_view()


urlpatterns = [
    path("connexion/", _honest(views.LoginView), name="account_login"),
    path("connexion/code/", _honest(views.RequestLoginCodeView), name="account_request_login_code"),
    path(
        "connexion/code/saisie/",
        _honest(views.ConfirmLoginCodeView),
        name="account_confirm_login_code",
    ),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", _honest(views.SignupView, is_whole=True), name="account_signup"),
    path(
        "adresse/confirmation/",
        _honest(views.ConfirmEmailVerificationCodeView, is_whole=True),
        name="account_email_verification_sent",
    ),
    path("adresse/", _honest(views.EmailView, is_whole=True), name="account_email"),
    path("compte-ferme/", views.account_inactive, name="account_inactive"),
    path("identite/", _honest(views.ReauthenticateView), name="account_reauthenticate"),
    path(
        "mot-de-passe/changer/",
        _honest(views.PasswordChangeView, is_whole=True),
        name="account_change_password",
    ),
    path(
        "mot-de-passe/choisir/",
        _honest(views.PasswordSetView, is_whole=True),
        name="account_set_password",
    ),
    path("mot-de-passe/oublie/", _honest(views.PasswordResetView), name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        _honest(views.ConfirmPasswordResetCodeView),
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        _honest(views.CompletePasswordResetView, is_whole=True),
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/fin/",
        views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
