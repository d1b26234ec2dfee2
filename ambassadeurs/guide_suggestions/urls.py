from django.urls import path

from . import views

app_name = "guides"

urlpatterns = [path("questions/<int:pk>/guides/", views.add, name="add")]
