from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "socle.search"
    label = "site_search"
    verbose_name = "Recherche du site"

    def ready(self) -> None:
        from socle.scheduler import register_steps

        from .missed_searches import STEPS

        register_steps(*STEPS)
