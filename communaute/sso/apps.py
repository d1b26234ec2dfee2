from django.apps import AppConfig
from django.core.checks import register


class SsoConfig(AppConfig):
    name = "communaute.sso"
    verbose_name = "FranceConnect et ProConnect"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import register_waiting
        from communaute.notifications.catalogue import register as register_kinds

        from .join_requests import WAITING
        from .kinds import KINDS
        from .ways import check_encryption, check_providers

        register_waiting(WAITING)
        register(check_providers)
        register(check_encryption, deploy=True)
        register_kinds(*KINDS)
        closing.register(closing.Part("sso", "sso/closing.html"))
