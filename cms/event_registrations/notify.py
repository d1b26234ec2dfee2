"""What is told of a registration, to an account or to an address."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from cms.pages.models import EventPage
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.services import tell

from ..numbers import EVENT_NUMBERS
from .enums import State
from .models import Registration
from .querysets import IS_OFF, RegistrationQuerySet

# Without a moment: the row says until when.
SIGNER = signing.Signer(salt="events.registration")


def path_of(row: Registration) -> str:
    """The page of a registration, that its link alone opens."""
    return reverse("events:registration", args=[token_of(row)])


def token_of(row: Registration) -> str:
    return SIGNER.sign(str(row.key))


def key_of(kind: str, row: Registration) -> str:
    return f"rendez-vous-{kind}-{row.key}"


def thread_of(row: Registration) -> str:
    return f"rendez-vous-{row.key}"


def confirm_key(row: Registration) -> str:
    """Of the last link asked for: an earlier one is withdrawn under its own."""
    return f"{key_of('confirm', row)}-{row.asked_at.isoformat()}"


def confirm(row: Registration) -> None:
    ends = [row.asked_at + timedelta(hours=EVENT_NUMBERS.confirm_hours), row.told_starts_at]
    if row.event is not None:
        ends.append(row.event.registration_ends_at)
    until = min(ends)
    _tell("confirm", row, confirm_key(row), until=until, expires_at=until)


def already(row: Registration, now: datetime) -> None:
    is_waiting = row.state == State.WAITING
    _tell("already", row, f"{key_of('already', row)}-{now:%Y%m%d%H}", is_waiting=is_waiting)


def joined(row: Registration) -> None:
    kind = "waiting" if row.state == State.WAITING else "registered"
    _tell(kind, row, key_of("joined", row))


def promoted(row: Registration) -> None:
    _tell("promoted", row, key_of("promoted", row))


def reminder(row: Registration) -> None:
    key = f"{key_of('reminder', row)}-{row.told_starts_at.isoformat()}"
    _tell("reminder", row, key, expires_at=row.told_ends_at)


def changed(row: Registration, was: datetime, now: datetime) -> None:
    key = f"{key_of('changed', row)}-{now.isoformat()}"
    _tell("changed", row, key, was=was, moved=was != row.told_starts_at)


def restored(row: Registration, now: datetime) -> None:
    _tell("restored", row, f"{key_of('restored', row)}-{now.isoformat()}")


def cancelled(row: Registration, event: EventPage | None, now: datetime) -> None:
    note = event.cancellation_note if event is not None and event.is_cancelled else ""
    _tell("cancelled", row, f"{key_of('cancelled', row)}-{now.isoformat()}", note=note)


def _tell(
    kind: str, row: Registration, key: str, expires_at: datetime | None = None, **context: Any
) -> None:
    tell(
        f"events.{kind}",
        to=row.user or row.email,
        key=key,
        url=path_of(row),
        thread=thread_of(row),
        expires_at=expires_at,
        context={
            "registration": row.pk,
            "title": row.told_title,
            "starts_at": row.told_starts_at,
            "ends_at": row.told_ends_at,
            "place": row.told_place,
            # For who has a place only: an address that is not confirmed may be somebody else's.
            "online_url": row.told_online_url if row.state == State.CONFIRMED else "",
            "is_online": bool(row.told_online_url),
            "is_waiting": row.state == State.WAITING,
            "calendar": reverse("events:calendar", args=[token_of(row)]),
        }
        | context,
    )


def _held(context: Mapping[str, Any]) -> RegistrationQuerySet:
    """The registration told of, of an event that is not cancelled."""
    return Registration.objects.filter(pk=context["registration"]).exclude(IS_OFF)


def _is_to_be_held(context: Mapping[str, Any]) -> bool:
    """Registered still, and the event is not cancelled."""
    return _held(context).exists()


def _is_to_confirm(context: Mapping[str, Any]) -> bool:
    return _held(context).filter(state=State.ASKED).exists()


def _waits(context: Mapping[str, Any]) -> bool:
    """No place came free for the person since."""
    return _held(context).filter(state=State.WAITING).exists()


def _as_planned(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """When and where it is now: an event moved since is told as it is."""
    row = Registration.objects.select_related("event").get(pk=context["registration"])
    if row.event is None:
        return {}
    url = row.event.online_url
    return {
        "title": row.event.title,
        "starts_at": row.event.starts_at,
        "ends_at": row.event.ends_at,
        "place": row.event.place,
        "online_url": url if row.state == State.CONFIRMED else "",
        "is_online": bool(url),
        "is_waiting": row.state == State.WAITING,
    }


def _still_holds(context: Mapping[str, Any]) -> bool:
    """To be held, and who waited still does: a place given since is told by itself."""
    return _waits(context) if context.get("is_waiting") else _is_to_be_held(context)


def _is_last_change(context: Mapping[str, Any]) -> bool:
    """It is what is planned now: a later change has its own mail. Who waited and has a place since
    knows by the mail of that place where it is, not that the day moved."""
    holds = _is_to_be_held if context.get("moved") else _still_holds
    if not holds(context):
        return False
    now = _as_planned(context)
    told = ("starts_at", "ends_at", "place", "is_online")
    # Who waited was not told the link.
    is_same_link = context["online_url"] in {"", now["online_url"]}
    return all(now[key] == context[key] for key in told) and is_same_link


def _is_off(context: Mapping[str, Any]) -> bool:
    return Registration.objects.filter(IS_OFF, pk=context["registration"]).exists()


def _kind(
    name: str,
    label: str,
    when: str,
    *,
    at_night: bool = False,
    still_true: Callable[[Mapping[str, Any]], bool] = _is_to_be_held,
) -> Kind:
    return Kind(
        key=f"events.{name}",
        label=label,
        who="La personne inscrite, sur son compte ou à l’adresse qu’elle a donnée.",
        when=when,
        may_be_off=False,
        at_night=at_night,
        keeps_address=False,
        still_true=still_true,
        current=_as_planned if still_true is not _is_off else None,
    )


KINDS = (
    Kind(
        key="events.confirm",
        label="Confirmer mon inscription à un rendez-vous",
        who="L’adresse donnée, sans compte.",
        when="Quand quelqu’un l’inscrit. Périme avec le lien.",
        may_be_off=False,
        on_site=False,
        keeps_address=False,
        priority=Priority.SOON,
        still_true=_is_to_confirm,
        current=_as_planned,
    ),
    _kind(
        "already",
        "Déjà inscrit à un rendez-vous",
        "Quand l’adresse est inscrite une seconde fois.",
        at_night=True,
    ),
    _kind("registered", "Inscrit à un rendez-vous", "Quand la place est prise.", at_night=True),
    _kind(
        "waiting",
        "Rendez-vous complet : liste d’attente",
        "Quand il ne reste plus de place.",
        at_night=True,
        still_true=_waits,
    ),
    _kind("promoted", "Une place à un rendez-vous", "Quand une place se libère pour la personne."),
    _kind(
        "changed",
        "Rendez-vous modifié",
        "Quand l’heure, le lieu ou l’adresse en ligne change.",
        still_true=_is_last_change,
    ),
    _kind(
        "cancelled",
        "Rendez-vous annulé",
        "Quand la rédaction l’annule ou retire sa page.",
        still_true=_is_off,
    ),
    _kind(
        "restored",
        "Rendez-vous de nouveau prévu",
        "Quand ce qui était annulé ne l’est plus.",
        still_true=_still_holds,
    ),
    _kind("reminder", "Rappel d’un rendez-vous", "La veille, une fois."),
)
