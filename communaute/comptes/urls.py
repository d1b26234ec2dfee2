from django.urls import path

from . import views, views_members
from .sessions import views as session_views

app_name = "comptes"

urlpatterns = [
    path("", views.home, name="home"),
    path("profil/", views.profile, name="profile"),
    path("organisations/", views_members.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views_members.members, name="members"),
    path("organisations/<slug:slug>/quitter/", views_members.leave, name="leave"),
    path(
        "organisations/<slug:slug>/membres/<int:pk>/", views_members.member_role, name="member_role"
    ),
    path("organisations/<slug:slug>/astreinte/", views_members.on_call, name="on_call"),
    path(
        "organisations/<slug:slug>/membres/<int:pk>/retirer/",
        views_members.member_remove,
        name="member_remove",
    ),
    path("securite/appareils/fermer/", session_views.close_others, name="sessions_close"),
    path("securite/appareils/<slug:name>/fermer/", session_views.close, name="session_close"),
]
