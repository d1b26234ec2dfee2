from django.apps import AppConfig


def _remeasure() -> None:
    # A task takes the queue of the settings when its module is read: not before it is needed.
    from .projets.tasks import remeasure_buildings

    remeasure_buildings.enqueue()


class CoproprietesConfig(AppConfig):
    name = "ambassadeurs.coproprietes"
    verbose_name = "Copropriétés"

    def ready(self) -> None:
        from ambassadeurs.reseaux import after_import
        from ambassadeurs.reseaux.subscriptions import places
        from communaute.comptes import closing
        from communaute.comptes.badges import register_provider
        from communaute.comptes.menus import register_entry
        from communaute.moderation.registry import register as register_moderated
        from communaute.moderation.report_rules.together import register as register_households
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.questions.asking.known import register_source as register_known
        from socle.clock import register as register_steps
        from socle.search.readers import register_place
        from socle.search.sources import register as register_source

        from .closing import erase, hold
        from .households import HOUSEHOLDS, place_of_building
        from .kinds import KINDS
        from .mandats import due
        from .mandats.announcements import NEW_AMBASSADOR
        from .mandats.badges import ambassador_badges
        from .perms import is_shown_review_entry
        from .projets import invitations
        from .projets.services import departement_of_building, facts_to_ask_with
        from .retours import due as retours_due
        from .retours.moderated import RETOUR
        from .search import SOURCE, index_buildings_of, index_buildings_spoken_for_by
        from .telling import STEP as COUNT_TELLING

        register_source(SOURCE)
        register_provider(ambassador_badges)
        register_known(facts_to_ask_with)
        register_place(departement_of_building)
        register_moderated(RETOUR)
        register_kinds(*KINDS, NEW_AMBASSADOR)
        register_households(HOUSEHOLDS)
        places.register(place_of_building)
        register_entry("Vérifications", "ambassadeurs:review_list", is_shown_review_entry)
        register_steps(*due.STEPS, *retours_due.STEPS, invitations.STEP, COUNT_TELLING)
        after_import.register(_remeasure)
        after_import.follow_changes(index_buildings_of)
        closing.follow_switches(index_buildings_spoken_for_by)
        closing.register(closing.Part("coproprietes", "coproprietes/closing.html", erase, hold))
