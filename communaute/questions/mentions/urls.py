from django.urls import path

from . import views

app_name = "mentions"

urlpatterns = [path("questions/<int:pk>/personnes/", views.people, name="people")]
