from django.apps import AppConfig


class DemandesConfig(AppConfig):
    name = "ambassadeurs.demandes"
    verbose_name = "Mises en relation"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import Waiting, register_waiting
        from communaute.moderation.registry import register
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.reply_addresses import register as register_thread
        from socle.scheduler import register as register_steps

        from . import pages, steps
        from .by_mail import THREAD
        from .mails.kinds import KINDS
        from .moderated import MESSAGE
        from .services import erasure

        register(MESSAGE)
        register_kinds(*KINDS)
        register_thread(THREAD)
        register_steps(*steps.STEPS)
        closing.register(
            closing.ClosingPart(
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
