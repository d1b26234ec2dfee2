from django.urls import URLPattern

app_name = "mises_en_relation"

urlpatterns: list[URLPattern] = []
