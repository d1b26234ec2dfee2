from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "site_search"
    verbose_name = "Recherche du site"

    def ready(self) -> None:
        from socle.clock import register as register_steps

        from .fixed_pages import SOURCE
        from .sources import register
        from .steps import STEPS

        register(SOURCE)
        register_steps(*STEPS)
