from django.urls import path

from . import views

app_name = "national"

urlpatterns = [
    path("equipe/comptes/", views.accounts, name="accounts"),
    path("equipe/comptes/<int:pk>/", views.account, name="account"),
    path("equipe/comptes/<int:pk>/code/", views.code, name="code"),
    path("equipe/comptes/<int:pk>/fermer/", views.close, name="close"),
    path("equipe/comptes/<int:pk>/roles/<int:membership>/", views.role, name="role"),
    path("equipe/retards/", views.late, name="late"),
    path("equipe/retards/dossiers/<int:pk>/relancer/", views.remind_case, name="remind_case"),
    path("comptes/connexion/aide/", views.sign_in, name="sign_in"),
]
