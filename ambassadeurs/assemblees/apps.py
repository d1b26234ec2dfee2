from django.apps import AppConfig


class AssembleesConfig(AppConfig):
    name = "ambassadeurs.assemblees"
    verbose_name = "Assemblées générales"
