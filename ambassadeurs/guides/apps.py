from django.apps import AppConfig


class GuidingConfig(AppConfig):
    name = "ambassadeurs.guides"
    verbose_name = "Questions à mettre en guide"
