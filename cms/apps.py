from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from wagtail.views import serve

        from socle.parameters import varies_with

        from . import indexed, receivers, steps
        from .forms import GuideFilterForm

        indexed.register_sources()
        receivers.connect()
        steps.register_steps()
        # All pages of editors come by this one view.
        varies_with(GuideFilterForm)(serve)
