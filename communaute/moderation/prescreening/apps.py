from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "communaute.moderation.prescreening"
    verbose_name = "Avant publication"

    def ready(self) -> None:
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from .due import STEPS
        from .kinds import KINDS

        register_kinds(*KINDS)
        register_steps(*STEPS)
