from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "communaute.moderation.transparency"
    verbose_name = "Transparence de la modération"

    def ready(self) -> None:
        from socle.scheduler import register_steps

        from .services import STEPS

        register_steps(*STEPS)
