from django.apps import AppConfig


class CoproprietesConfig(AppConfig):
    name = "ambassadeurs.coproprietes"
    verbose_name = "Copropriétés"

    def ready(self) -> None:
        from cms.search import Source, register_source
        from cms.sitemaps import register
        from communaute.comptes.badges import register_provider

        from .badges import ambassador_badges
        from .search import search_coproprietes
        from .sitemaps import CoproprieteSitemap

        register_provider(ambassador_badges)
        register_source(Source("ambassadeurs", "Ambassadeurs", search_coproprietes))
        register("ambassadeurs", CoproprieteSitemap)
