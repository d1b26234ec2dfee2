from django.apps import AppConfig


class VisitesConfig(AppConfig):
    name = "ambassadeurs.visites"
    verbose_name = "Visites"

    def ready(self) -> None:
        from socle.clock import register

        from .due import STEPS

        register(*STEPS)
