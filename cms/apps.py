from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from wagtail.views import serve

        from socle.facts.services import follow_changes
        from socle.parameters import varies_with

        from . import indexed, receivers, steps
        from .forms import GuideFilterForm

        indexed.register_sources()
        # Guides are found by the figures that they show.
        follow_changes(indexed.index_all)
        receivers.connect()
        steps.register_steps()
        # All pages of editors come by this one view.
        varies_with(GuideFilterForm)(serve)
