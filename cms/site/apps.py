from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    verbose_name = "Cadre du site"

    def ready(self) -> None:
        from cms.indexed import register_kind
        from cms.starter import register_starter
        from socle.search import shortcuts

        from . import found, promoting, reading, receivers, starter
        from .models import EasyPage

        reading.follow_requests()
        receivers.connect()
        shortcuts.register(promoting.recommended)
        register_kind(EasyPage, found.row_of)
        register_starter(starter.create_site)
        starter.register_editors()
