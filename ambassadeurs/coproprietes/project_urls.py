"""Addresses of « Ma copropriété », under `/mon-compte/copropriete/`."""

from django.urls import path

from . import views_members, views_projects

urlpatterns = [
    path("", views_projects.home, name="project_home"),
    path("trouver/", views_projects.find, name="project_find"),
    path("registre/", views_projects.register, name="project_register"),
    path("nouvelle/", views_projects.create, name="project_create"),
    path("invitation/<str:token>/", views_members.invitation, name="invitation"),
    path("<int:pk>/", views_projects.detail, name="project"),
    path("<int:pk>/modifier/", views_projects.edit, name="project_edit"),
    path("<int:pk>/inviter/", views_members.invite, name="project_invite"),
    path(
        "<int:pk>/invitations/<int:invitation>/retirer/",
        views_members.withdraw,
        name="project_invitation_withdraw",
    ),
    path("<int:pk>/quitter/", views_members.leave, name="project_leave"),
]
