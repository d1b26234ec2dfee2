from django.apps import AppConfig


class ReseauxConfig(AppConfig):
    name = "ambassadeurs.reseaux"
    verbose_name = "Réseaux de chaleur"

    def ready(self) -> None:
        """Tell the CMS what this room brings: search and site map."""
        from cms.sitemaps import register as register_sitemap
        from communaute.questions.spaces.people import register_operators
        from socle.search.shortcuts import register as register_shortcuts
        from socle.search.sources import register as register_source
        from socle.warmup import register as register_start

        from .found_communes import SOURCE as COMMUNES
        from .operators import organisations_of_space
        from .ready import make_ready
        from .search import SOURCE
        from .shortcuts import network_shortcuts
        from .sitemaps import ReseauSitemap

        register_source(SOURCE)
        register_source(COMMUNES)
        register_shortcuts(network_shortcuts)
        register_operators(organisations_of_space)
        register_sitemap("reseaux", ReseauSitemap)
        register_start(make_ready)
