from django.apps import AppConfig


class VisitesConfig(AppConfig):
    name = "ambassadeurs.visites"
    verbose_name = "Visites"

    def ready(self) -> None:
        from ambassadeurs.annuaire.cards import register_next_visit
        from ambassadeurs.coproprietes.mandats import endings
        from communaute.comptes import closing
        from communaute.moderation.registry import register as register_moderated
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from .announcements import VISIT_OPEN
        from .closing import erase
        from .due import STEPS
        from .endings import ENDING
        from .mails.kinds import KINDS
        from .moderated import VISIT
        from .pages import next_visit_of_host

        endings.register(ENDING)
        register_kinds(*KINDS, VISIT_OPEN)
        register_moderated(VISIT)
        register_next_visit(next_visit_of_host)
        register_steps(*STEPS)
        closing.register(closing.Part("visites", "visites/closing.html", erase))
