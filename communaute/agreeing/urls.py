from django.urls import path

from . import views

app_name = "agreeing"

urlpatterns = [path("regles/", views.rules, name="rules")]
