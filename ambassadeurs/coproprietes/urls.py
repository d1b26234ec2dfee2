from django.urls import URLPattern

app_name = "ambassadeurs"

urlpatterns: list[URLPattern] = []
