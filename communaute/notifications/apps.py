from django.apps import AppConfig
from django.core.checks import register


class NotificationsConfig(AppConfig):
    name = "communaute.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from .checks import check_catalogue
        from .steps import register_steps

        register(check_catalogue)
        register_steps()
