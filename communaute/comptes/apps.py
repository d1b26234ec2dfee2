from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from .badges import organisation_badges, register_provider

        register_provider(organisation_badges)
