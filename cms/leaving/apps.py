from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "cms.leaving"
    label = "cms_leaving"
    verbose_name = "Pages retirées"

    def ready(self) -> None:
        from . import receivers

        receivers.connect()
