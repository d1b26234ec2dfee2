from django.apps import AppConfig


class MisesEnRelationConfig(AppConfig):
    name = "ambassadeurs.mises_en_relation"
    verbose_name = "Mises en relation"

    def ready(self) -> None:
        from communaute.moderation.registry import register
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from . import checks, due  # noqa: F401 -- checks registers itself
        from .kinds import KINDS
        from .moderated import MESSAGE

        register(MESSAGE)
        register_kinds(*KINDS)
        register_steps(*due.STEPS)
