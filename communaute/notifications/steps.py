"""What time does to mails: they leave, they expire, their lines are erased."""

from datetime import datetime, timedelta

from socle.clock import Step

from . import digest, outbox
from .models import Mail, Notification
from .numbers import NUMBERS


def _waiting(now: datetime) -> list[str]:
    """One item for all: they share a connection to the mail server."""
    return ["all"] if outbox.pks_due(now) else []


def _send(_: str, now: datetime) -> dict[str, int]:
    return {f"mails_{name}": count for name, count in outbox.drain().items()}


def _expired(now: datetime) -> list[str]:
    return ["all"] if Mail.objects.unended().filter(expires_at__lte=now).exists() else []


def _old(now: datetime) -> list[int]:
    limit = now - timedelta(days=NUMBERS.log_days)
    rows = Mail.objects.filter(ended_at__lte=limit)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _old_lines(now: datetime) -> list[str]:
    limit = now - timedelta(days=NUMBERS.line_days)
    return ["all"] if Notification.objects.filter(created_at__lte=limit).exists() else []


def _erase_lines(_: str, now: datetime) -> dict[str, int]:
    limit = now - timedelta(days=NUMBERS.line_days)
    erased, _counts = Notification.objects.filter(created_at__lte=limit).delete()
    return {"notifications_erased": erased}


STEPS = (
    Step(
        key="notifications.expire",
        label="Courriels périmés : leur contenu est effacé",
        due=_expired,
        do=lambda _, now: {"mails_expired": outbox.forget_expired(now)},
    ),
    Step(
        key="notifications.gather",
        label="Récapitulatifs du matin : un seul courriel par personne",
        due=digest.due,
        do=digest.gather,
    ),
    Step(
        key="notifications.send",
        label="Courriels à envoyer, si le worker ne l’a pas fait",
        due=_waiting,
        do=_send,
        after=("notifications.expire", "notifications.gather"),
    ),
    Step(
        key="notifications.erase_lines",
        label="Notifications anciennes : elles ne sont plus sur le site",
        due=_old_lines,
        do=_erase_lines,
    ),
    Step(
        key="notifications.erase_log",
        label="Courriels finis depuis longtemps : leur ligne est effacée",
        due=_old,
        do=lambda pk, now: {"mail_lines_erased": outbox.erase_log(pk, now)},
    ),
)
