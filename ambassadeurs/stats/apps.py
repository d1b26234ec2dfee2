from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.clock import register
        from socle.facts.services import follow_changes

        from .committee import receivers, starter
        from .due import STEPS
        from .services import recount_co2

        register(*STEPS)
        follow_changes(recount_co2)
        starter.register()
        receivers.connect()
