from django.apps import AppConfig
from django.core.checks import register


class SsoConfig(AppConfig):
    name = "communaute.sso"
    verbose_name = "FranceConnect et ProConnect"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import register_waiting
        from communaute.notifications.catalogue import register as register_kinds

        from .identity_providers import check_encryption, check_providers
        from .join_requests import WAITING
        from .kinds import KINDS

        register_waiting(WAITING)
        register(check_providers)
        register(check_encryption, deploy=True)
        register_kinds(*KINDS)
        closing.register(closing.ClosingPart("sso", "sso/closing.html"))
