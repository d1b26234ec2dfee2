from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.impact"
    verbose_name = "Impact"
