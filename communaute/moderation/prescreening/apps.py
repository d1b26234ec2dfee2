from django.apps import AppConfig


class PrescreeningConfig(AppConfig):
    name = "communaute.moderation.prescreening"
    verbose_name = "Avant publication"

    def ready(self) -> None:
        from socle.scheduler import register_steps

        from .services import STEPS

        register_steps(*STEPS)
