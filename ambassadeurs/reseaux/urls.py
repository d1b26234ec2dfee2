from django.urls import URLPattern

app_name = "reseaux"

urlpatterns: list[URLPattern] = []
