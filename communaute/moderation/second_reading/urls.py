from django.urls import path

from . import views

app_name = "second_reading"

urlpatterns = [
    path("apprendre/", views.learning, name="learning"),
    path("apprendre/relectures/<int:pk>/", views.reading, name="reading"),
]
