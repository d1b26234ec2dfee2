from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.impact"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.clock import register

        from .due import STEPS

        register(*STEPS)
