from django.apps import AppConfig
from django.core.checks import register


class SsoConfig(AppConfig):
    name = "communaute.sso"
    verbose_name = "FranceConnect et ProConnect"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_waiting
        from communaute.notifications.catalogue import register_kinds

        from .identity_providers import check_encryption, check_providers
        from .join_requests import WAITING
        from .kinds import KINDS

        register_waiting(WAITING)
        register(check_providers)
        register(check_encryption, deploy=True)
        register_kinds(*KINDS)
        register_closing_parts(ClosingPart("sso", "sso/closing.html"))
