from django.apps import AppConfig


class RemovedPagesConfig(AppConfig):
    name = "cms.removed_pages"
    label = "cms_redirects"
    verbose_name = "Pages retirées"

    def ready(self) -> None:
        from . import services

        services.connect()
