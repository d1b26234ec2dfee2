from django.apps import AppConfig


class RegistreConfig(AppConfig):
    name = "ambassadeurs.registre"
    verbose_name = "Registre national des copropriétés"
