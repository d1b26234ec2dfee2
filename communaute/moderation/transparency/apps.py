from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "communaute.moderation.transparency"
    verbose_name = "Transparence de la modération"

    def ready(self) -> None:
        from socle.clock import register as register_steps

        from .counting import SECTIONS
        from .due import STEPS
        from .sections import register

        register_steps(*STEPS)
        register(*SECTIONS, first=True)
