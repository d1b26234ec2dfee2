from django.urls import path

from . import views

app_name = "routing"

urlpatterns = [path("questions/<int:pk>/inviter/", views.invite, name="invite")]
