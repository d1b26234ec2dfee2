"""Addresses of absences and of invitations."""

from django.urls import path

from . import views

absences = (
    [
        path("absences/", views.absences, name="list"),
        path("absences/<int:pk>/retour/", views.back, name="back"),
    ],
    "absences",
)

invitations = (
    [
        path("mon-compte/organisations/<slug:slug>/inviter/", views.invite, name="invite"),
        path(
            "mon-compte/organisations/<slug:slug>/invitations/<int:pk>/renvoyer/",
            views.send_again,
            name="send_again",
        ),
        path(
            "mon-compte/organisations/<slug:slug>/invitations/<int:pk>/retirer/",
            views.take_back,
            name="take_back",
        ),
        path("comptes/invitation/<str:token>/", views.invitation, name="invitation"),
    ],
    "invitations",
)
