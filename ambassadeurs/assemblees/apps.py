from django.apps import AppConfig


class AssembleesConfig(AppConfig):
    name = "ambassadeurs.assemblees"
    verbose_name = "Assemblées générales"

    def ready(self) -> None:
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from . import operators_word
        from .clock import STEP
        from .kinds import KINDS

        register_kinds(*KINDS)
        register_steps(STEP, operators_word.STEP)
