from django.apps import AppConfig


class ReviewNoticesConfig(AppConfig):
    name = "cms.workflow_notifications"
    verbose_name = "Relecture des pages"

    def ready(self) -> None:
        """Tell people through our own catalogue, in the place of Wagtail's mails."""
        from communaute.notifications.catalogue import register_kinds

        from . import services

        register_kinds(*services.KINDS)
        services.connect()
