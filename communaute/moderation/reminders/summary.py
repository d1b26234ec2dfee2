"""Each morning, to whoever moderates and has something to decide: what waits, in one mail.

New cases of the day are told on the site only: there is no other mail of the queue.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.moderation.models import Case, SummaryDay
from communaute.moderation.waiting import appeals_to_answer
from communaute.notifications.services import tell, withdraw_lines
from communaute.organisations.absences import present
from socle.calendar import PARIS
from socle.scheduler import Step

FROM_HOUR = 7
THREAD = "moderation:summary"
_MODERATE = (OrganisationKind.AGENCE, OrganisationKind.EQUIPE)


def days_to_tell(now: datetime) -> list[int]:
    """Today, from seven o'clock in Paris on, once: its ordinal."""
    here = now.astimezone(PARIS)
    if here.hour < FROM_HOUR or SummaryDay.objects.filter(day=here.date()).exists():
        return []
    return [here.date().toordinal()]


@transaction.atomic
def tell_day(ordinal: int, now: datetime) -> dict[str, int]:
    """Tell each moderator what is late, due before tomorrow, waiting; nothing when nothing is."""
    day = now.astimezone(PARIS).date()
    _, is_first = SummaryDay.objects.get_or_create(day=day)
    if day.toordinal() != ordinal or not is_first:
        return {}
    rows = User.objects.filter(
        memberships__organisation__kind__in=_MODERATE, is_active=True
    ).distinct()
    # What waited the day before is no news any more.
    withdraw_lines(thread=THREAD, beginnings=[THREAD], but_of=None)
    there = present(rows, day).order_by("pk")
    return {"summaries": sum(_tell(person, now) for person in there)}


def _tell(person: User, now: datetime) -> bool:
    tomorrow = datetime.combine(now.astimezone(PARIS).date() + timedelta(days=1), time.min, PARIS)
    cases = Case.objects.visible_to(person).to_decide().within_reach_of(person)
    counts: dict[str, int] = cases.order_by().aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(due_at__lt=now)),
        due_today=Count("pk", filter=Q(due_at__gte=now, due_at__lt=tomorrow)),
        mine=Count("pk", filter=Q(claimed_by=person)),
    )
    counts["appeals"] = appeals_to_answer(person)
    if not counts["waiting"] and not counts["appeals"]:
        return False
    tell(
        "moderation.summary",
        to=person,
        key=f"{THREAD}:{now.astimezone(PARIS).date()}",
        url=reverse("moderation:queue"),
        context=counts,
        thread=THREAD,
    )
    return True


STEP = Step(
    key="moderation.summary",
    label="Le matin : ce qui attend, à qui modère",
    due=days_to_tell,
    do=tell_day,
    after=("moderation.to_national", "moderation.without_agency"),
)
