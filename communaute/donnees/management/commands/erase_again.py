"""`manage.py erase_again`: what `restore` does at its end, once what it could not is sorted out."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from communaute.comptes.closing import Erasure, close_account, erasures
from communaute.comptes.enums import Closed
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import User


class Command(BaseCommand):
    help = "Efface de nouveau les comptes effacés qu’une sauvegarde remise a ramenés."

    def handle(self, *args: Any, **options: Any) -> None:
        for sentence in erase_again() or ["Aucun compte effacé n’est revenu."]:
            self.stdout.write(sentence)


# Accounts that an old backup brought back: erased again, by the list kept apart (`ledger`).


def erase_again(now: datetime | None = None) -> list[str]:
    """Erase each account of the list that is there; a second call finds none.

    Returns French sentences: how many were, and each that its room refuses to close as it is now.
    """
    now = now or timezone.now()
    done, refused = 0, []
    for erasure in list(erasures()):
        user = _brought_back(erasure)
        if user is None:
            continue
        try:
            done += close_account(actor=user, now=now, erase_texts=erasure.texts, why=Closed.AGAIN)
        except ClosingRefused as error:
            refused.append(f"Le compte n° {user.pk}, effacé depuis, est revenu. {error}")
    if refused:
        refused.append("Puis lancez manage.py erase_again.")
    told = f"Comptes fermés depuis, effacés de nouveau : {done}."
    return [told, *refused] if done else refused


def _brought_back(erasure: Erasure) -> User | None:
    """The account of this number, unless it is another's: numbers given since the backup are given
    again after it."""
    # An erasure is told to the second.
    before = erasure.at + timedelta(seconds=1)
    return User.objects.filter(pk=erasure.number, date_joined__lt=before).first()
