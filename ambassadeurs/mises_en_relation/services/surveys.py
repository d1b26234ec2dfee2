"""Surveys: two and ninety days after, to both parties; answered once, by a POST."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from communaute.territoires.calendar import days_after

from ..enums import BookingState, ClockStep, ClosedBecause, Purpose, VisitState
from ..limits import limit
from ..models import ClockEvent, MiseEnRelation, Survey
from ..names import asker_name, recipient_name

if TYPE_CHECKING:
    from communaute.comptes.models import User

# Database filters are an hour wide of the mark, for clock changes; exact times come after.
SLACK = timedelta(hours=1)
STEPS = ((ClockStep.SURVEY_J2, "survey_days"), (ClockStep.SURVEY_J90, "late_survey_days"))


@transaction.atomic
def answer_survey(
    *, survey: Survey, helpful: bool, stage: str, comment: str = "", now: datetime | None = None
) -> bool:
    """Store the three answers, once; False when it was answered before (nothing changes).

    Whoever holds the token answers: it is in one person's mail only.
    """
    return bool(
        Survey.objects.filter(pk=survey.pk, answered_at__isnull=True).update(
            helpful=helpful,
            stage=stage,
            comment=comment.strip(),
            answered_at=now or timezone.now(),
        )
    )


def send_due_surveys(now: datetime) -> dict[str, int]:
    """Send what is due at `now`; a late tick sends the last one only. Returns {step: people}."""
    sent: dict[str, int] = {}
    first, last = (now - timedelta(days=limit(name)) + SLACK for _, name in STEPS)
    answered = (
        MiseEnRelation.objects.filter(
            Q(first_answer_at__lte=last) | ~Q(clock__step=ClockStep.SURVEY_J2),
            first_answer_at__lte=first,
        )
        .exclude(clock__step=ClockStep.SURVEY_J90)
        .exclude(closed_because=ClosedBecause.WITHDRAWN)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in list(answered):
        for step, people in _send(pk, now).items():
            sent[step] = sent.get(step, 0) + people
    return sent


@transaction.atomic
def _send(pk: int, now: datetime) -> dict[str, int]:
    mise = MiseEnRelation.objects.select_for_update().get(pk=pk)
    start = starts_from(mise, now)
    if start is None:
        return {}
    due = [step for step, days in STEPS if days_after(start, limit(days)) <= now]
    known = set(mise.clock.values_list("step", flat=True))
    new = [step for step in due if step not in known]
    if not new:
        return {}
    ClockEvent.objects.bulk_create(ClockEvent(mise_en_relation=mise, step=step) for step in new)
    people = parties(mise)
    for person in people:
        _ask(mise, person, new[-1])
    return {str(new[-1]): len(people)}


def starts_from(mise: MiseEnRelation, now: datetime) -> datetime | None:
    """The end of the visit held, else the first answer; None while a visit is to come."""
    bookings = list(mise.bookings.select_related("visit").order_by("visit__starts_at"))
    held = [b.visit.ends_at for b in bookings if b.state == BookingState.ATTENDED]
    if held:
        return held[-1]
    to_come = any(
        b.state in (BookingState.CONFIRMED, BookingState.REQUESTED)
        and b.visit.state == VisitState.PROPOSED
        # A host who never says who came must not keep the survey for ever.
        and b.visit.ends_at > now - timedelta(days=limit("visit_erase_days"))
        for b in bookings
    )
    return None if to_come else mise.first_answer_at


def parties(mise: MiseEnRelation) -> list[User]:
    """Who asked; the ambassador, or the colleague the request is assigned to."""
    other = mise.ambassadeur.user if mise.ambassadeur else mise.assigned_to
    return [user for user in (mise.requester, other) if user is not None and user.is_active]


def is_requester(survey: Survey) -> bool:
    return survey.user_id == survey.mise_en_relation.requester_id


def other_side(survey: Survey) -> str:
    """How the other party is called; never the building, which may not have been sent."""
    mise = survey.mise_en_relation
    return recipient_name(mise) if is_requester(survey) else asker_name(mise)


def _ask(mise: MiseEnRelation, person: User, step: ClockStep) -> None:
    survey, _ = Survey.objects.get_or_create(mise_en_relation=mise, user=person, step=step)
    late = step == ClockStep.SURVEY_J90
    other = other_side(survey)
    about = "votre visite" if mise.purpose == Purpose.VISITE else "votre échange"
    notify(
        user=person,
        kind=NotificationKind.SURVEY,
        key=f"enquete-{mise.pk}-{step}",
        title="Où en êtes-vous ? Trois questions, une minute"
        if late
        else f"Trois questions sur {about}",
        body=(
            f"Il y a trois mois, vous avez échangé avec {other}. "
            if late
            else f"Vous avez échangé avec {other}. "
        )
        + "Vos réponses servent à améliorer le service, sans être publiées avec votre nom.",
        url=f"/enquetes/{survey.token}/",
        mail="notification",
        context={
            "thread": f"mise-{mise.pk}",
            "action_label": "Répondre aux trois questions",
            "why": "Vous recevez ce message parce que vous avez pris part à cet échange. "
            "Il n’y aura pas de relance.",
        },
    )
