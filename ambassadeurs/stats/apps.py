from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.clock import register

        from .committee import receivers, starter
        from .due import STEPS

        register(*STEPS)
        starter.give_rights()
        receivers.connect()
