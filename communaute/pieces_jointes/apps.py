from django.apps import AppConfig


class PiecesJointesConfig(AppConfig):
    name = "communaute.pieces_jointes"
    verbose_name = "Pièces jointes"

    def ready(self) -> None:
        from communaute.comptes import closing
        from socle.clock import register as register_steps

        from .due import STEPS
        from .services import erase_pending

        register_steps(*STEPS)
        part = closing.Part("pieces_jointes", "pieces_jointes/closing.html", erase_pending)
        closing.register(part)
