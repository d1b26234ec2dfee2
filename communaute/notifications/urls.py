from django.urls import path

from . import views
from .preferences import views as preferences
from .views import resume_mails

app_name = "notifications"

urlpatterns = [
    path("", preferences.preferences, name="preferences"),
    path("reglage/", preferences.preset, name="preset"),
    path("arreter/<str:token>/", preferences.stop, name="stop"),
    path("reprendre/<str:token>/", preferences.undo, name="undo"),
    path("reprendre-les-courriels/", resume_mails, name="resume_mails"),
    path("recues/", views.notification_list, name="list"),
    path("tout-lire/", views.read_all, name="read_all"),
    path("fil-lu/", views.read_thread, name="read_thread"),
]
