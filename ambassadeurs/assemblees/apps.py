from django.apps import AppConfig


class AssembleesConfig(AppConfig):
    name = "ambassadeurs.assemblees"
    verbose_name = "Assemblées générales"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from socle.scheduler import register as register_steps

        from . import services
        from .steps import KINDS, STEP

        closing.register(closing.ClosingPart("assemblees", "assemblees/closing.html"))
        register_kinds(*KINDS)
        register_steps(STEP, services.STEP)
