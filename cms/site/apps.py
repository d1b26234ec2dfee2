from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    verbose_name = "Cadre du site"

    def ready(self) -> None:
        from cms.starter import register_starter

        from . import reading, receivers, starter

        reading.follow_requests()
        receivers.connect()
        register_starter(starter.create_site)
