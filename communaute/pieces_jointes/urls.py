from django.urls import path

from . import views

app_name = "pieces_jointes"

urlpatterns = [path("<int:pk>/", views.attachment, name="file")]
