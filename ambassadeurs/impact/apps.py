from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "ambassadeurs.impact"
    verbose_name = "Impact"

    def ready(self) -> None:
        from cms.starter import register_starter
        from socle.clock import register

        from .committee import receivers
        from .committee.starter import give_rights
        from .due import STEPS

        register(*STEPS)
        register_starter(give_rights)
        receivers.connect()
