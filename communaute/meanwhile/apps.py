from django.apps import AppConfig


class MeanwhileConfig(AppConfig):
    name = "communaute.meanwhile"
    verbose_name = "Masqué en attendant une décision"

    def ready(self) -> None:
        from communaute.moderation.reporting import heeding
        from socle.clock import register as register_steps

        from .due import STEPS
        from .services import heed

        heeding.register(heed)
        register_steps(*STEPS)
