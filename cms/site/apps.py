from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    verbose_name = "Cadre du site"

    def ready(self) -> None:
        from cms.indexed import register_kind
        from cms.starter import register_starter

        from . import (
            feedback,  # noqa: F401 -- registers its check
            reading,
            receivers,
            starter,
        )
        from .models import EasyPage

        reading.connect()
        receivers.connect()
        register_kind(EasyPage, reading.row_of)
        register_starter(starter.create_site)
        starter.give_rights()
