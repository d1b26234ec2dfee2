"""French addresses of accounts and of the second factor, under the names django-allauth uses."""

from allauth.account import views
from django.urls import path

from .login.views import AskCodeView, ConfirmAddressView, SignInView, SignOutView, for_code, honest
from .reauthentication import ConfirmByMailView, confirmed_lately
from .second_factor import views as protection

# On the way in.
_entrance = [
    path(
        "connexion/deuxieme-etape/",
        honest(for_code(protection.AuthenticateView)),
        name="mfa_authenticate",
    ),
    path("connexion/cle/", honest(protection.SignInByKeyView), name="mfa_login_webauthn"),
    path("identite/code/", honest(protection.ConfirmByCodeView), name="mfa_reauthenticate"),
    path("identite/cle/", honest(protection.ConfirmByKeyView), name="mfa_reauthenticate_webauthn"),
]

urlpatterns = [
    path("connexion/", honest(SignInView), name="account_login"),
    path("connexion/code/", honest(AskCodeView), name="account_request_login_code"),
    path(
        "connexion/code/saisie/",
        honest(for_code(views.ConfirmLoginCodeView)),
        name="account_confirm_login_code",
    ),
    path("deconnexion/", SignOutView.as_view(), name="account_logout"),
    path("inscription/", honest(views.SignupView, is_whole=True), name="account_signup"),
    path(
        "adresse/confirmation/",
        honest(for_code(ConfirmAddressView), is_whole=True),
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
        honest(for_code(views.ConfirmPasswordResetCodeView)),
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
    *_entrance,
]

# Under /mon-compte/securite/.
second_factor = [
    path("", protection.home, name="mfa_index"),
    path("attente/", protection.wait, name="second_factor_wait"),
    path("application/", protection.application, name="mfa_activate_totp"),
    path("application/retirer/", protection.application_remove, name="mfa_deactivate_totp"),
    path("cles/ajouter/", protection.key_add, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", protection.key_rename, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", protection.key_remove, name="mfa_remove_webauthn"),
    path("codes-de-secours/", protection.codes, name="mfa_view_recovery_codes"),
    path("codes-de-secours/fichier/", protection.codes_file, name="mfa_download_recovery_codes"),
]
