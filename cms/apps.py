from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from . import receivers, steps

        receivers.connect()
        steps.register_steps()
