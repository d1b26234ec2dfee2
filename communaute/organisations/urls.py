"""Addresses of absences and of invitations."""

from django.urls import path

from .absences import views as absences_views
from .invitations import views as invitations_views

absences = (
    [
        path("absences/", absences_views.absences, name="list"),
        path("absences/<int:pk>/retour/", absences_views.back, name="back"),
    ],
    "absences",
)

invitations = (
    [
        path(
            "mon-compte/organisations/<slug:slug>/inviter/", invitations_views.invite, name="invite"
        ),
        path(
            "mon-compte/organisations/<slug:slug>/invitations/<int:pk>/renvoyer/",
            invitations_views.send_again,
            name="send_again",
        ),
        path(
            "mon-compte/organisations/<slug:slug>/invitations/<int:pk>/retirer/",
            invitations_views.take_back,
            name="take_back",
        ),
        path("comptes/invitation/<str:token>/", invitations_views.invitation, name="invitation"),
    ],
    "invitations",
)
