from django.apps import AppConfig


class FichesConfig(AppConfig):
    name = "ambassadeurs.coproprietes.fiches"
    verbose_name = "Pages des copropriétés"

    def ready(self) -> None:
        """Be told of the mandates that begin; say what may be reported."""
        from ambassadeurs.coproprietes.mandats import beginnings
        from communaute.moderation.registry import register

        from .moderated import FICHE
        from .services import open_fiche

        register(FICHE)
        beginnings.follow(open_fiche)
