from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "ambassadeurs.demonstration"
    verbose_name = "Démonstration"
