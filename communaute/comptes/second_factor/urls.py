"""French addresses of the second factor, under the names django-allauth uses."""

from django.urls import path

from ..login.honest import honest
from . import entrance, views

# Under /comptes/: on the way in.
entrance_urls = [
    path("connexion/deuxieme-etape/", honest(entrance.AuthenticateView), name="mfa_authenticate"),
    path("connexion/cle/", honest(entrance.SignInByKeyView), name="mfa_login_webauthn"),
    path("identite/code/", honest(entrance.ConfirmByCodeView), name="mfa_reauthenticate"),
    path("identite/cle/", honest(entrance.ConfirmByKeyView), name="mfa_reauthenticate_webauthn"),
]

# Under /mon-compte/securite/.
urlpatterns = [
    path("", views.home, name="mfa_index"),
    path("attente/", views.wait, name="second_factor_wait"),
    path("application/", views.application, name="mfa_activate_totp"),
    path("application/retirer/", views.application_remove, name="mfa_deactivate_totp"),
    path("cles/ajouter/", views.key_add, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", views.key_rename, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", views.key_remove, name="mfa_remove_webauthn"),
    path("codes-de-secours/", views.codes, name="mfa_view_recovery_codes"),
    path("codes-de-secours/fichier/", views.codes_file, name="mfa_download_recovery_codes"),
]
