from django.apps import AppConfig


class AssembleesConfig(AppConfig):
    name = "ambassadeurs.assemblees"
    verbose_name = "Assemblées générales"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from . import services
        from .steps import KINDS, STEP

        register_closing_parts(ClosingPart("assemblees", "assemblees/closing.html"))
        register_kinds(*KINDS)
        register_steps(STEP, services.STEP)
