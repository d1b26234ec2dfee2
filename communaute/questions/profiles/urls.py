from django.urls import path

from . import views

app_name = "profiles"

urlpatterns = [path("membres/<int:pk>-<slug:slug>/", views.detail, name="detail")]
