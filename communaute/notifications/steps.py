"""What time does to mails: they leave, they expire, their lines are erased."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from socle.scheduler import Step

from . import outbox, words
from .catalogue import DIGEST, Kind, kind_of
from .channels import last_morning
from .enums import MailState
from .models import Mail, Notification
from .numbers import NUMBERS
from .outbox.pending import bring_up_to_date, is_worth_sending
from .services import tell


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


# The mail that gathers what waits: one a morning, of what is not stale as it leaves.


def due(now: datetime) -> list[int]:
    """People with something to gather, who have no such mail yet this morning."""
    theirs = Mail.objects.filter(kind=DIGEST).filter(
        Q(key=_key(now)) | Q(state=MailState.WAITING), user__isnull=False
    )
    held = Mail.objects.held().filter(planned_at__lte=now)
    people = held.exclude(user__in=theirs.values("user"))
    return list(people.order_by("user").values_list("user", flat=True).distinct())


@transaction.atomic
def gather(pk: int, now: datetime) -> dict[str, int]:
    """Have the mail of one person leave; what is in it is found as it leaves. Once a morning."""
    person = User.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if person is None or pk not in due(now):
        return {}
    told = tell(DIGEST, to=person, key=_key(now), mail_url=reverse("notifications:list"))
    if told.mail is None:
        # Stopped, or an account that is closed to its owner: nothing waits for ever.
        held = Mail.objects.held().filter(user=person, planned_at__lte=now)
        held.end(MailState.WITHDRAWN, now=now)
        return {}
    return {"digests": 1}


def _key(now: datetime) -> str:
    return f"recapitulatif-{last_morning(now):%Y-%m-%d}"


EXCERPT = 160


def fill(mail: Mail) -> dict[str, Any] | None:
    """What a mail that gathers shows; None when nothing is left to tell.

    `pieces` are the keys of the rows it stands for, those that are worth nothing any more included.
    """
    pieces = pieces_of(mail)
    worth = [piece for piece in pieces if is_worth_sending(piece, kind_of(piece.kind))]
    content = {"pieces": [piece.pk for piece in pieces]}
    mail.context = content
    if not worth:
        return None
    shown = worth[: NUMBERS.digest_lines]
    for piece in shown:
        bring_up_to_date(piece, kind_of(piece.kind))
    groups = _grouped(shown)
    return content | {
        "groups": groups,
        "first": groups[0]["lines"][0]["title"],
        "others": len(worth) - 1,
        "more": len(worth) - len(shown),
    }


def pieces_of(mail: Mail) -> list[Mail]:
    """What waits to be gathered and is due by now, the oldest first."""
    held = Mail.objects.held().filter(user=mail.user, planned_at__lte=timezone.now())
    return list(held.select_related("user").order_by("created_at", "pk"))


def settle(mail: Mail, now: datetime) -> None:
    """What was gathered is over, the mail gone or not worth sending."""
    gathered = mail.context.get("pieces")
    # Stopped before it gathered anything: what waited for it does not wait for another.
    pks = [piece.pk for piece in pieces_of(mail)] if gathered is None else gathered
    held = Mail.objects.held().filter(pk__in=pks)
    held.update(state=MailState.GATHERED, ended_at=now, context={})


def _grouped(pieces: list[Mail]) -> list[dict[str, Any]]:
    """The `lines` of each thread under its `title`, in the order in which each thread began."""
    groups: dict[str, dict[str, Any]] = {}
    for piece in pieces:
        kind = kind_of(piece.kind)
        about = words.one_line(
            words.render_part(kind, "thread", words.common_context() | piece.context)
        )
        thread = piece.thread or piece.key
        group = groups.setdefault(thread, {"title": about, "lines": []})
        group["lines"].append(
            {
                "title": words.on_site(kind, piece.context)[0],
                "excerpt": _excerpt(piece.context.get("quote", "")),
                "url": words.absolute(piece.url),
            }
        )
    return list(groups.values())


def _excerpt(quote: str) -> str:
    text = words.one_line(quote)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …"


KIND = Kind(
    key=DIGEST,
    label="Le courriel qui réunit vos nouvelles",
    who="La personne qui a choisi « chaque jour » ou « chaque semaine », ou n’a rien changé.",
    when="Le matin, s’il y a du nouveau qu’elle n’a pas déjà lu sur le site.",
    on_site=False,
    fill=fill,
    settle=settle,
)


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
        due=due,
        do=gather,
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
