from django.apps import AppConfig


class AnnuaireConfig(AppConfig):
    name = "ambassadeurs.annuaire"
    verbose_name = "Annuaire des ambassadeurs"

    def ready(self) -> None:
        from cms.sitemaps import register
        from communaute.questions.routing.answerers import register_people
        from communaute.questions.spaces.people import register_people as register_shown

        from .answerers import ambassadors_for
        from .answering import ambassadors_of_space
        from .sitemaps import CoproprieteSitemap

        register("ambassadeurs", CoproprieteSitemap)
        register_people(ambassadors_for)
        register_shown(ambassadors_of_space)
