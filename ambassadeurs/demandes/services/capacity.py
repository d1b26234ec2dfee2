"""How many requests an ambassador carries; two at once can never pass what was chosen."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from socle.public_pages import add_to_public_pages


def reserve(ambassadeur: Ambassadeur, now: datetime | None = None) -> bool:
    """Take one place, for a new request; False when there is none, or no right to any.

    Called in a transaction: the row is locked, then taken by one conditional UPDATE.
    """
    now = now or timezone.now()
    Ambassadeur.objects.select_for_update().filter(pk=ambassadeur.pk).first()
    if not Ambassadeur.objects.contactable(now).filter(pk=ambassadeur.pk).exists():
        return False
    month = f"{timezone.localdate(now):%Y-%m}"
    same_month = Q(demandes_month=month)
    taken = bool(
        Ambassadeur.objects.filter(
            ~same_month | Q(demandes_this_month__lt=F("max_per_month")),
            pk=ambassadeur.pk,
            open_demandes__lt=F("max_open"),
        ).update(
            open_demandes=F("open_demandes") + 1,
            demandes_this_month=Case(
                When(same_month, then=F("demandes_this_month") + 1), default=Value(1)
            ),
            demandes_month=month,
        )
    )
    if taken:
        _tell_pages_when_full(ambassadeur.pk)
    return taken


def take_back(ambassadeur: Ambassadeur, *, is_answered: bool) -> bool:
    """Take a place for a request that is reopened: open ones count, not the month's.

    One without answer is like a new one: only whoever may be written to now takes it.
    """
    Ambassadeur.objects.select_for_update().filter(pk=ambassadeur.pk).first()
    people = Ambassadeur.objects.public() if is_answered else Ambassadeur.objects.contactable()
    taken = bool(
        people.filter(
            pk=ambassadeur.pk, open_demandes__lt=F("max_open"), user__is_active=True
        ).update(open_demandes=F("open_demandes") + 1)
    )
    if taken:
        _tell_pages_when_full(ambassadeur.pk)
    return taken


def release(ambassadeur_id: int) -> None:
    """Give one place back; never under zero."""
    _tell_pages_when_full(ambassadeur_id)
    Ambassadeur.objects.filter(pk=ambassadeur_id, open_demandes__gt=0).update(
        open_demandes=F("open_demandes") - 1
    )


def _tell_pages_when_full(ambassadeur_id: int) -> None:
    """What public pages say of who takes no new request changes: just full, or about not to be."""
    mandate = Ambassadeur.objects.filter(pk=ambassadeur_id).first()
    if mandate is not None and mandate.is_full:
        add_to_public_pages()
