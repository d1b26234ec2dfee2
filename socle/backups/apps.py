from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "socle.backups"
    label = "backups"
    verbose_name = "Sauvegardes"
