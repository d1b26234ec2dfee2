from django.apps import AppConfig


class FichesConfig(AppConfig):
    name = "ambassadeurs.coproprietes.fiches"
    verbose_name = "Pages des copropriétés"

    def ready(self) -> None:
        """Say what may be reported."""
        from communaute.moderation.registry import register

        from .moderated import FICHE

        register(FICHE)
