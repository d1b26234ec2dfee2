from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.scheduler import register

        from . import services
        from .services import STEPS

        register(*STEPS)
        services.give_rights()
        services.connect()
