from django.apps import AppConfig


class MisesEnRelationConfig(AppConfig):
    name = "ambassadeurs.mises_en_relation"
    verbose_name = "Mises en relation"

    def ready(self) -> None:
        from communaute.moderation.registry import register

        from . import checks  # noqa: F401 -- registers itself
        from .moderated import MESSAGE

        register(MESSAGE)
