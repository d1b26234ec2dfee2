from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from .badges import organisation_badges, register_provider

        register_provider(organisation_badges)


class BackOfficeAccountsConfig(wagtail_users.WagtailUsersAppConfig):
    """Stands for `wagtail.users` in the settings: its pages know our accounts."""

    default = False
    user_viewset = "communaute.comptes.wagtail_users.UserViewSet"
