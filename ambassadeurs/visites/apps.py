from django.apps import AppConfig


class VisitesConfig(AppConfig):
    name = "ambassadeurs.visites"
    verbose_name = "Visites"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.moderation.registry import register_moderated
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from .mails import KINDS
        from .moderated import VISIT
        from .notify_followers import VISIT_OPEN
        from .steps import STEPS, erase

        register_kinds(*KINDS, VISIT_OPEN)
        register_moderated(VISIT)
        register_steps(*STEPS)
        register_closing_parts(ClosingPart("visites", "visites/closing.html", erase))
