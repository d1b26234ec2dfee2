"""French addresses for django-allauth's pages, under the names allauth itself uses."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("connexion/code/", views.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", views.confirm_login_code, name="account_confirm_login_code"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("inscription/", views.signup, name="account_signup"),
    path(
        "adresse/confirmation/",
        views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("adresse/", views.email, name="account_email"),
    path("compte-ferme/", views.account_inactive, name="account_inactive"),
    path("identite/", views.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe/changer/", views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", views.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/code/",
        views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "mot-de-passe/oublie/nouveau/",
        views.complete_password_reset,
        name="account_complete_password_reset",
    ),
    path(
        "mot-de-passe/oublie/fin/",
        views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
]
