"""Who is away, from when to when, and who stands in for them at work.

Being away, coming back earlier, and whom to tell meanwhile.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models, transaction
from django.utils import timezone

from communaute.comptes.models import Membership, Organisation, User
from socle.numbers import quantity

from .errors import AbsenceRefused
from .models import Absence
from .perms import ABSENCE_NUMBERS, colleagues_who_may_stand_in, works_for_somebody

LAST_DAY = "Le dernier jour ne peut pas venir avant le premier."
PAST_DAYS = "Ces jours sont déjà passés."


@transaction.atomic
def be_away(*, actor: User, starts_on: date, ends_on: date, backup: User | None) -> Absence:
    """Say that one is away; the same days again change who stands in.

    Raises AbsenceRefused for days that are over, in disorder, too many, or held already by another
    absence, and for a backup who is no colleague or is away too.
    """
    if not works_for_somebody(actor):
        raise AbsenceRefused("Les absences sont celles des agences et de l’équipe nationale.")
    User.objects.select_for_update().get(pk=actor.pk)
    if ends_on < starts_on:
        raise AbsenceRefused(LAST_DAY)
    if ends_on < timezone.localdate():
        raise AbsenceRefused(PAST_DAYS)
    if ends_on - starts_on >= timedelta(days=ABSENCE_NUMBERS.days_max):
        message = f"Une absence dure {quantity(ABSENCE_NUMBERS.days_max, 'jour')} au plus."
        raise AbsenceRefused(message)
    mine = Absence.objects.filter(user=actor, starts_on__lte=ends_on, ends_on__gte=starts_on)
    same = mine.filter(starts_on=starts_on, ends_on=ends_on).first()
    if same is None and mine.exists():
        raise AbsenceRefused("Vous avez déjà dit une absence pour une partie de ces jours.")
    if backup is not None:
        _check_backup(actor, backup, starts_on, ends_on)
    if same is not None:
        Absence.objects.filter(pk=same.pk).update(backup=backup)
        return Absence.objects.get(pk=same.pk)
    return Absence.objects.create(user=actor, starts_on=starts_on, ends_on=ends_on, backup=backup)


def _check_backup(actor: User, backup: User, starts_on: date, ends_on: date) -> None:
    if backup not in colleagues_who_may_stand_in(actor):
        raise AbsenceRefused("Choisissez une personne de votre organisation.")
    away = Absence.objects.filter(user=backup, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if away.exists():
        message = f"{backup} est absent une partie de ces jours : choisissez quelqu’un d’autre."
        raise AbsenceRefused(message)


@dataclass(frozen=True)
class Said:
    """An absence as its person reads it: the days when no colleague is there either (first and
    last of each run); whether the backup is away too; for whom they stand in those days."""

    absence: Absence
    nobody: list[tuple[date, date]]
    backup_is_away: bool
    stands_in_for: list[Absence]


def absences_said(user: User, today: date) -> list[Said]:
    """Those of this person that are not over, with what others said since; three queries."""
    mine = list(Absence.objects.filter(user=user).not_over(today).select_related("backup"))
    colleagues = {one.pk for one in colleagues_who_may_stand_in(user)}
    rows = Absence.objects.filter(models.Q(user__in=colleagues) | models.Q(backup=user))
    others = list(rows.not_over(today).select_related("user"))
    return [
        Said(
            one,
            _days_of_nobody(one, colleagues, others, today),
            any(_meet(one, other) for other in others if other.user_id == one.backup_id),
            [other for other in others if other.backup_id == user.pk and _meet(one, other)],
        )
        for one in mine
    ]


def _days_of_nobody(
    absence: Absence, colleagues: set[int], others: list[Absence], today: date
) -> list[tuple[date, date]]:
    first = max(absence.starts_on, today)
    every = [first + timedelta(days=n) for n in range((absence.ends_on - first).days + 1)]
    alone = [
        day
        for day in every
        if colleagues <= {one.user_id for one in others if one.starts_on <= day <= one.ends_on}
    ]
    runs: list[tuple[date, date]] = []
    for day in alone:
        if runs and runs[-1][1] == day - timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _meet(one: Absence, other: Absence) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


@transaction.atomic
def come_back(*, actor: User, absence_pk: int) -> bool:
    """End one's own absence now; False when there is none left to end."""
    today = timezone.localdate()
    absence = Absence.objects.select_for_update().filter(pk=absence_pk, user=actor).first()
    if absence is None or absence.ends_on < today:
        return False
    if absence.starts_on >= today:
        absence.delete()
    else:
        absence.ends_on = today - timedelta(days=1)
        absence.save(update_fields=["ends_on"])
    return True


def present(people: models.QuerySet[User], today: date | None = None) -> models.QuerySet[User]:
    """Those of these people who are there, and the backups of those who are away.

    When nobody would be left, all of them: an alert is never lost.
    """
    left = people_there(people, today)
    return left if left.exists() else people


def people_there(people: models.QuerySet[User], today: date | None = None) -> models.QuerySet[User]:
    """As `present`, but nobody when all are away and nobody stands in."""
    day = today or timezone.localdate()
    away = dict(
        Absence.objects.on(day).filter(user__in=people.values("pk")).values_list("user", "backup")
    )
    if not away:
        return people
    backups = {pk for pk in away.values() if pk}
    backups -= set(Absence.objects.on(day).filter(user__in=backups).values_list("user", flat=True))
    return User.objects.filter(
        models.Q(pk__in=people.exclude(pk__in=list(away)).values("pk")) | models.Q(pk__in=backups),
        is_active=True,
    )


def forget_backup(*, actor: User, organisation: Organisation, person: User) -> None:
    """Who left an organisation stands in for nobody there any more, and nobody there for them."""
    mine = models.Q(user=person) | models.Q(backup=person)
    rows = Absence.objects.filter(mine, backup__isnull=False)
    together = Membership.objects.filter(
        user=models.OuterRef("backup"), organisation__memberships__user=models.OuterRef("user")
    )
    rows.exclude(models.Exists(together)).update(backup=None)
