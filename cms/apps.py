from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_migrate
        from wagtail.views import serve

        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_waiting
        from socle.parameters import varies_with
        from socle.scheduler import register_steps

        from . import indexed, steps
        from .forms import GuideFilterForm
        from .rights import give_new_rights
        from .terms_acceptance.services import WAITING

        indexed.add_sources()
        register_waiting(WAITING)
        register_closing_parts(ClosingPart("terms", "cms/terms_acceptance/closing.html"))
        # Guides are found by the figures that they show.
        indexed.connect()
        register_steps(*steps.steps())
        # All pages of editors come by this one view.
        varies_with(GuideFilterForm)(serve)
        # That app comes after all those whose rights are given.
        post_migrate.connect(give_new_rights, sender=apps.get_app_config("auth"))
