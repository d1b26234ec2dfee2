from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.clock import register

        from .due import STEPS
        from .targets_and_notes import starting

        register(*STEPS)
        starting.give_rights()
        starting.connect()
