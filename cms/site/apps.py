from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    verbose_name = "Cadre du site"

    def ready(self) -> None:
        from cms.starter import register_starter
        from socle.search import shortcuts

        from . import promoting, reading, receivers, starter

        reading.follow_requests()
        receivers.connect()
        shortcuts.register(promoting.recommended)
        register_starter(starter.create_site)
