from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"
