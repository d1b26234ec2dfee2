from django.apps import AppConfig


class CoproprietesConfig(AppConfig):
    name = "ambassadeurs.coproprietes"
    verbose_name = "Copropriétés"
