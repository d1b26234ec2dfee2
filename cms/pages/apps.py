from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "cms_pages"
    verbose_name = "Pages de la rédaction"

    def ready(self) -> None:
        from cms.starter import register_starter
        from socle.clock import register

        from .indexed import register_kinds
        from .starting import create_pages
        from .steps import STEPS

        register_kinds()
        register_starter(create_pages)
        register(*STEPS)
