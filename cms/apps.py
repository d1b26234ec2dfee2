from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Contenus"

    def ready(self) -> None:
        from . import indexed, receivers, steps

        indexed.register_sources()
        receivers.connect()
        steps.register_steps()
