from django.apps import AppConfig


class VisitesConfig(AppConfig):
    name = "ambassadeurs.visites"
    verbose_name = "Visites"
