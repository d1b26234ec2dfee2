"""Leaving: the account closes to others at once, and is erased later unless taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communaute.comptes import closing
from communaute.comptes.adapters import Comeback
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import User
from communaute.notifications.catalogue import Kind, Priority
from communaute.notifications.services import tell
from socle.public_pages import touch_public_pages

from .enums import Texts
from .idle import is_still_idle
from .models import Departure
from .numbers import NUMBERS

_SIGNER = Signer(salt="donnees.fermeture")


@transaction.atomic
def leave(
    *, actor: User, texts: Texts | str, review: str = "", now: datetime | None = None
) -> Departure | None:
    """Close an account to others, for good in some days; again changes nothing. None when it is
    gone already.

    `review`: what the team is asked to read again, for `Texts.REVIEW`. Raises ClosingRefused.
    """
    now = now or timezone.now()
    person = _locked(User.objects.filter(pk=actor.pk))
    if person is None:
        return None
    if known := Departure.objects.filter(user=person).first():
        return known
    if why := closing.obstacle_of(person):
        raise ClosingRefused(why)
    due_at = now + timedelta(days=NUMBERS.closing_days)
    row = Departure.objects.create(user=person, texts=Texts(texts), asked_at=now, due_at=due_at)
    _switch(person, is_active=False)
    tell(
        "donnees.closing_begun",
        to=person.email,
        key=f"fermeture-{row.pk}",
        url=address_to_take_back(row),
        context={"name": person.display_name, "due_at": due_at},
        expires_at=due_at,
    )
    if row.texts == Texts.REVIEW:
        _ask_review(person, row, review)
    return row


@transaction.atomic
def take_back(*, person: User, why: str = "") -> bool:
    """Open the account again as it was; `why` when it is not its holder who does. Returns whether
    it was closing."""
    held = _locked(User.objects.filter(pk=person.pk))
    row = Departure.objects.filter(user=held).first() if held else None
    if held is None or row is None:
        return False
    row.delete()
    _switch(held, is_active=True)
    person.is_active = True
    tell(
        "donnees.closing_taken_back",
        to=held.email,
        key=f"fermeture-annulee-{row.user_id}-{row.asked_at:%Y%m%d%H%M%S}",
        url=reverse("comptes:home"),
        context={"name": held.display_name, "why": why},
    )
    return True


def forget_once_open(user: User) -> None:
    """The team opened the account again: nothing closes it any more."""
    if user.is_active:
        Departure.objects.filter(user=user).delete()


@transaction.atomic
def finish(pk: int, now: datetime) -> dict[str, int]:
    """Erase an account whose days are over. The only lead of an organisation that got members
    meanwhile is told, and stays."""
    row = Departure.objects.select_related("user").filter(pk=pk, due_at__lte=now).first()
    if row is None:
        return {}
    try:
        closed = closing.close_account(
            actor=row.user, now=now, erase_texts=row.texts == Texts.ERASE
        )
    except ClosingRefused as error:
        take_back(person=row.user, why=str(error))
        return {"closings_refused": 1}
    return {"accounts_closed": int(closed)}


def address_to_take_back(row: Departure) -> str:
    """The signed address that takes a closing back; worth nothing once it is over."""
    return reverse("donnees:take_back", args=[_SIGNER.sign(_named(row))])


def find_departure(token: str) -> Departure | None:
    """The closing that a signed address speaks of, while it may be taken back."""
    try:
        pk, _, asked = _SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    row = Departure.objects.select_related("user").filter(pk=pk).first()
    return row if row is not None and _named(row) == f"{pk}-{asked}" else None


def _named(row: Departure) -> str:
    return f"{row.pk}-{row.asked_at.timestamp():.0f}"


def _locked(accounts: QuerySet[User]) -> User | None:
    return accounts.select_for_update(no_key=True).first()


def _switch(person: User, *, is_active: bool) -> None:
    User.objects.filter(pk=person.pk).update(is_active=is_active)
    person.is_active = is_active
    closing.account_switched(person)
    touch_public_pages()


def _ask_review(person: User, row: Departure, words: str) -> None:
    tell(
        "donnees.texts_to_review",
        to=settings.CONTACT_EMAIL,
        key=f"textes-a-relire-{row.pk}",
        context={
            "closing": row.pk,
            "name": person.public_name,
            "words": words,
            "due_at": row.due_at,
        },
    )


def is_still_closing(context: Mapping[str, Any]) -> bool:
    """Whether the closing told of was not taken back."""
    return Departure.objects.filter(pk=context["closing"]).exists()


def _may_come_back(person: User) -> bool:
    return Departure.objects.filter(user=person).exists()


def _come_back(person: User) -> None:
    take_back(person=person)


COMEBACK = Comeback(may=_may_come_back, open=_come_back)


# What this room tells people: its part of the catalogue.


KINDS = (
    Kind(
        key="donnees.export_ready",
        label="La copie de vos données est prête",
        who="La personne qui l’a demandée.",
        when="Dès que la copie est faite. Périme avec elle.",
        may_be_off=False,
        priority=Priority.SOON,
    ),
    Kind(
        key="donnees.closing_begun",
        label="Votre compte se ferme",
        who="L’adresse du compte.",
        when="Quand la personne demande à fermer son compte.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="donnees.closing_taken_back",
        label="Vous gardez votre compte",
        who="L’adresse du compte.",
        when="Quand la fermeture est annulée, ou qu’elle n’a pas pu se faire.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
        keeps_address=False,
    ),
    Kind(
        key="donnees.texts_to_review",
        label="Textes à relire avant la fermeture d’un compte",
        who="L’adresse de contact du service.",
        when="Quand une personne ferme son compte et demande une relecture.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_closing,
    ),
    Kind(
        key="donnees.idle_first",
        label="Compte sans connexion : premier courriel",
        who="La personne dont c’est le compte.",
        when="Un mois avant la fermeture d’un compte sans connexion.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_idle,
    ),
    Kind(
        key="donnees.idle_again",
        label="Compte sans connexion : second courriel",
        who="La personne dont c’est le compte.",
        when="Quelques jours avant la fermeture d’un compte sans connexion.",
        may_be_off=False,
        on_site=False,
        still_true=is_still_idle,
    ),
)
