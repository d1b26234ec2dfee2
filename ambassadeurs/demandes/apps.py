from django.apps import AppConfig


class DemandesConfig(AppConfig):
    name = "ambassadeurs.demandes"
    verbose_name = "Mises en relation"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import Waiting, register_waiting
        from communaute.moderation.registry import register_moderated
        from communaute.notifications.catalogue import register_kinds
        from communaute.notifications.reply_addresses import register_thread
        from socle.scheduler import register_steps

        from . import pages, steps
        from .by_mail import THREAD
        from .mails.kinds import KINDS
        from .moderated import MESSAGE
        from .services import erasure

        register_moderated(MESSAGE)
        register_kinds(*KINDS)
        register_thread(THREAD)
        register_steps(*steps.STEPS)
        register_closing_parts(
            ClosingPart(
                "demandes",
                "demandes/closing.html",
                erasure.of_person,
                erasure.lock,
            )
        )
        register_waiting(
            Waiting(
                "demandes:list",
                pages.to_answer,
                "demande attend votre réponse",
                "demandes attendent votre réponse",
            )
        )
