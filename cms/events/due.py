"""What time does to registrations: people are told, reminded, and forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q

from cms.pages.models import EventPage
from socle.clock import Step

from . import services
from .enums import State
from .models import Registration


def _pks(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def with_free_places(now: datetime) -> list[int]:
    """Events to come where somebody waits although a place is free: editors added some."""
    waiting = Registration.objects.filter(event=OuterRef("pk"), state=State.WAITING)
    has_one = Q(registrations__state=State.CONFIRMED)
    events = EventPage.objects.filter(Exists(waiting), live=True, is_cancelled=False)
    events = events.filter(starts_at__gt=now).alias(held=Count("registrations", filter=has_one))
    return _pks(events.filter(Q(places=None) | Q(places__gt=F("held"))))


def _tell_change(pk: int, now: datetime) -> dict[str, int]:
    kind = services.tell_change(pk=pk, now=now)
    return {f"event_{kind}": 1} if kind else {}


STEPS = (
    Step(
        key="events.tell_changes",
        label="Rendez-vous déplacés ou annulés : les inscrits sont prévenus",
        due=lambda now: _pks(Registration.objects.to_tell(now)),
        do=_tell_change,
        after=("cms.publish", "cms.expire"),
    ),
    Step(
        key="events.give_free_places",
        label="Places ajoutées à un rendez-vous : données à la liste d’attente",
        due=with_free_places,
        do=lambda pk, now: {"event_places_given": services.fill_places(pk=pk, now=now)},
        after=("events.tell_changes",),
    ),
    Step(
        key="events.remind",
        label="Rappels aux personnes inscrites à un rendez-vous",
        due=lambda now: _pks(Registration.objects.to_remind(now)),
        do=lambda pk, now: {"event_reminders": int(services.remind(pk=pk, now=now))},
        after=("events.give_free_places",),
    ),
    Step(
        key="events.forget_unconfirmed",
        label="Inscriptions jamais confirmées : effacées",
        due=lambda now: _pks(Registration.objects.unconfirmed(now)),
        do=lambda pk, now: {
            "registrations_unconfirmed": services.forget_unconfirmed(pk=pk, now=now)
        },
    ),
    Step(
        key="events.forget_past",
        label="Inscriptions à un rendez-vous passé depuis longtemps : effacées",
        due=lambda now: _pks(Registration.objects.to_forget(now)),
        do=lambda pk, now: {"registrations_erased": services.forget_past(pk=pk, now=now)},
        after=("events.tell_changes",),
    ),
)
