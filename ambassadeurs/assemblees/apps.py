from django.apps import AppConfig


class AssembleesConfig(AppConfig):
    name = "ambassadeurs.assemblees"
    verbose_name = "Assemblées générales"

    def ready(self) -> None:
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from . import services
        from .clock import KINDS, STEP

        register_kinds(*KINDS)
        register_steps(STEP, services.STEP)
