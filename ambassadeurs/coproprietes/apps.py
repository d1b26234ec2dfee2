from django.apps import AppConfig


class CoproprietesConfig(AppConfig):
    name = "ambassadeurs.coproprietes"
    verbose_name = "Copropriétés"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_entry
        from communaute.moderation.registry import register_moderated
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps
        from socle.search.sources import register_source

        from . import join_requests
        from .ambassador_rank import STEP as COUNT_TELLING
        from .fiche_pages import FICHE
        from .households import erase, lock
        from .kinds import KINDS
        from .mandats import steps
        from .mandats.steps import NEW_AMBASSADOR
        from .perms import is_shown_review_entry
        from .projects import invitations
        from .retours.review import RETOUR
        from .search import SOURCE

        register_source(SOURCE)
        register_moderated(RETOUR, FICHE)
        register_kinds(*KINDS, NEW_AMBASSADOR)
        register_entry("Vérifications", "ambassadeurs:review_list", is_shown_review_entry)
        register_steps(
            *steps.STEPS, *steps.FIGURE_STEPS, invitations.STEP, join_requests.STEP, COUNT_TELLING
        )
        register_closing_parts(
            ClosingPart("coproprietes", "coproprietes/closing.html", erase, lock)
        )
