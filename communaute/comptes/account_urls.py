"""French addresses for django-allauth's pages, under the names allauth itself uses."""

from allauth.account import views
from django.urls import path

from .login.honest import honest
from .login.views import SignInView
from .reauthentication.lately import confirmed_lately
from .reauthentication.views import ConfirmByMailView
from .second_factor.urls import entrance_urls

urlpatterns = [
    path("connexion/", honest(SignInView), name="account_login"),
    path("connexion/code/", honest(views.RequestLoginCodeView), name="account_request_login_code"),
    path(
        "connexion/code/saisie/",
        honest(views.ConfirmLoginCodeView),
        name="account_confirm_login_code",
    ),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", honest(views.SignupView, is_whole=True), name="account_signup"),
    path(
        "adresse/confirmation/",
        honest(views.ConfirmEmailVerificationCodeView, is_whole=True),
        name="account_email_verification_sent",
    ),
    path(
        "adresse/", confirmed_lately(honest(views.EmailView, is_whole=True)), name="account_email"
    ),
    path("compte-ferme/", views.account_inactive, name="account_inactive"),
    path(
        "identite/courriel/",
        honest(ConfirmByMailView, is_whole=True),
        name="reauthenticate_by_mail",
    ),
    path("identite/", honest(views.ReauthenticateView), name="account_reauthenticate"),
    path(
        "mot-de-passe/changer/",
        honest(views.PasswordChangeView, is_whole=True),
        name="account_change_password",
    ),
    path(
        "mot-de-passe/choisir/",
        confirmed_lately(honest(views.PasswordSetView, is_whole=True)),
        name="account_set_password",
    ),
    path("mot-de-passe/oublie/", honest(views.PasswordResetView), name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        honest(views.ConfirmPasswordResetCodeView),
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        honest(views.CompletePasswordResetView, is_whole=True),
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/fin/",
        views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    *entrance_urls,
]
