from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "cms.dashboard"
    label = "cms_dashboard"
    verbose_name = "Bureau de la rédaction"

    def ready(self) -> None:
        from socle.scheduler import register_steps

        from .services import STEPS

        register_steps(*STEPS)
