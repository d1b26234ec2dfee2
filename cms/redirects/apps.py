from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "cms.redirects"
    label = "cms_redirects"
    verbose_name = "Pages retirées"

    def ready(self) -> None:
        from . import receivers

        receivers.connect()
