from django.apps import AppConfig
from django.core.checks import register


class NotificationsConfig(AppConfig):
    name = "communaute.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from socle.scheduler import register_steps

        from . import steps
        from .account_mails import KINDS
        from .catalogue import register_kinds
        from .inbound.notify import KINDS as INBOUND_KINDS
        from .inbound.steps import STEPS as INBOUND_STEPS
        from .inbound.steps import connect
        from .reply_addresses import check_inbound
        from .services import send_after_closing
        from .steps import STEPS
        from .words import check_catalogue

        register(check_catalogue)
        register(check_inbound)
        register_kinds(*KINDS, steps.KIND, *INBOUND_KINDS)
        register_steps(*STEPS, *INBOUND_STEPS)
        connect()
        register_closing_parts(
            ClosingPart("notifications", "notifications/closing.html", send_after_closing)
        )
