"""Addresses of « Ma copropriété », under `/mon-compte/copropriete/`."""

from django.urls import path

from . import views, views_members

urlpatterns = [
    path("", views.home, name="project_home"),
    path("trouver/", views.find, name="project_find"),
    path("registre/", views.register, name="project_register"),
    path("nouvelle/", views.create, name="project_create"),
    path("invitation/<str:token>/", views_members.invitation, name="invitation"),
    path("<int:pk>/", views.detail, name="project"),
    path("<int:pk>/modifier/", views.edit, name="project_edit"),
    path("<int:pk>/inviter/", views_members.invite, name="project_invite"),
    path(
        "<int:pk>/invitations/<int:invitation>/retirer/",
        views_members.withdraw,
        name="project_invitation_withdraw",
    ),
    path("<int:pk>/quitter/", views_members.leave, name="project_leave"),
]
