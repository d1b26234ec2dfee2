from django.apps import AppConfig


class ReseauxConfig(AppConfig):
    name = "ambassadeurs.reseaux"
    verbose_name = "Réseaux de chaleur"

    def ready(self) -> None:
        """Tell the CMS what this room brings: search and site map."""
        from cms.views import register_sitemap
        from socle.search.sources import register_source

        from .communes_search import SOURCE as COMMUNES
        from .search import SOURCE
        from .selectors import ReseauSitemap

        register_source(SOURCE)
        register_source(COMMUNES)
        register_sitemap("reseaux", ReseauSitemap)
