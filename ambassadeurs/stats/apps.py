from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "ambassadeurs.stats"
    verbose_name = "Impact"

    def ready(self) -> None:
        from socle.scheduler import register_steps

        from . import services
        from .services import STEPS

        register_steps(*STEPS)
        services.give_rights()
        services.connect()
