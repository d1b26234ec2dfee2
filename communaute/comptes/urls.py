from django.urls import path

from . import views

app_name = "comptes"

urlpatterns = [
    path("", views.home, name="home"),
    path("profil/", views.profile, name="profile"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.members, name="members"),
    path("organisations/<slug:slug>/quitter/", views.leave, name="leave"),
    path("organisations/<slug:slug>/membres/<int:pk>/", views.member_role, name="member_role"),
    path("organisations/<slug:slug>/astreinte/", views.on_call, name="on_call"),
    path(
        "organisations/<slug:slug>/membres/<int:pk>/retirer/",
        views.member_remove,
        name="member_remove",
    ),
    path("securite/appareils/fermer/", views.close_others, name="sessions_close"),
    path("securite/appareils/<slug:name>/fermer/", views.close, name="session_close"),
]
