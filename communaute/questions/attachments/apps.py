from django.apps import AppConfig


class PiecesJointesConfig(AppConfig):
    name = "communaute.questions.attachments"
    verbose_name = "Pièces jointes"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from socle.clock import register as register_steps

        from .due import STEPS
        from .moderated import FILE
        from .services import erase_pending

        register_moderated(FILE)
        register_steps(*STEPS)
        part = closing.Part("attachments", "questions/attachments/closing.html", erase_pending)
        closing.register(part)
