from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cms.site"
    label = "cms_site"
    verbose_name = "Cadre du site"

    def ready(self) -> None:
        from wagtail.models import ReferenceIndex

        from cms.indexed import register_kind
        from cms.starter import register_starter

        from . import (
            feedback,  # noqa: F401 -- registers its check
            receivers,
            selectors,
            starter,
        )
        from .models import Brand, EasyPage, Menus

        receivers.connect()
        register_kind(EasyPage, selectors.row_of)
        register_starter(starter.create_site)
        starter.give_rights()
        # Wagtail leaves settings out: without them, nothing says that a menu leads to a page, nor
        # that an image is the logo.
        for model in (Brand, Menus):
            ReferenceIndex.register_model(model)
