from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "communaute.casework"
    verbose_name = "Dossiers de modération"
