"""One mail a morning for each person for whom something waits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from communaute.comptes.models import User

from ..catalogue import DIGEST
from ..channels import last_morning
from ..enums import MailState
from ..models import Mail
from ..services import tell


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
