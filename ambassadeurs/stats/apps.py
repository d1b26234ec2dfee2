from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.clock import register

        from .due import STEPS
        from .targets_and_notes import receivers, starter

        register(*STEPS)
        starter.give_rights()
        receivers.connect()
