from django.apps import AppConfig
from django.core.checks import register


class NotificationsConfig(AppConfig):
    name = "communaute.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from communaute.comptes import closing
        from socle.scheduler import register as register_steps

        from . import steps
        from .account_mails import KINDS
        from .catalogue import register as register_kinds
        from .inbound.notify import KINDS as INBOUND_KINDS
        from .inbound.steps import STEPS as INBOUND_STEPS
        from .inbound.steps import connect
        from .reply_addresses.addresses import check_inbound
        from .services import send_after_closing
        from .steps import STEPS
        from .words import check_catalogue

        register(check_catalogue)
        register(check_inbound)
        register_kinds(*KINDS, steps.KIND, *INBOUND_KINDS)
        register_steps(*STEPS, *INBOUND_STEPS)
        connect()
        closing.register(
            closing.ClosingPart("notifications", "notifications/closing.html", send_after_closing)
        )
