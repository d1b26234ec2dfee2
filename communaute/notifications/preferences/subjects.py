"""Kinds as people choose among them: by subject, those that concern the person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, cast

from communaute.comptes.perms import memberships_of

from ..catalogue import Kind, kinds

if TYPE_CHECKING:
    from communaute.comptes.models import User

# In the order of the page. A room that is not here stops `manage.py check`.
SUBJECTS = {
    "questions": "Questions et réponses",
    "routing": "Répondre aux questions des autres",
    "subscriptions": "Ce que vous suivez",
    "reseau_subscriptions": "Les réseaux que vous suivez",
    "mentions": "Quand on vous nomme",
    "coproprietes": "Votre immeuble",
    "demandes": "Vos échanges",
    "visites": "Les visites",
    "assemblees": "Les assemblées générales",
    "guichets": "Les demandes",
    "moderation": "Les décisions sur les textes",
    "workflow": "Les pages que vous écrivez ou relisez",
    "events": "Les rendez-vous où vous êtes inscrit",
    "prescreening": "Vos textes relus avant publication",
    "second_reading": "Les décisions à relire",
    "invitations": "Les organisations pour lesquelles vous travaillez",
    "national": "L’équipe nationale",
    "cms_pages": "Vos messages de la page de contact",
    "notifications": "Nos courriels et vos réponses",
    "donnees": "Vos données",
    "sso": "FranceConnect et ProConnect",
    "comptes": "Votre compte et sa sécurité",
}


@dataclass(frozen=True)
class Subject:
    """Kinds of one subject; `key` is the room that tells them."""

    key: str
    label: str
    kinds: list[Kind]


def choosable(user: object) -> list[Kind]:
    """Kinds that this person may receive, and may choose how."""
    return [kind for kind in _concerning(user) if kind.may_be_off]


def always_told(user: object) -> list[Kind]:
    """Kinds that this person may receive, and that always reach them by mail."""
    return [kind for kind in _concerning(user) if not kind.may_be_off and kind.is_mailed]


def by_subject(chosen: Iterable[Kind]) -> list[Subject]:
    """These kinds by subject, in the order of the page."""
    order = list(SUBJECTS)
    ranked = sorted(chosen, key=lambda kind: order.index(room_of(kind)))
    return [Subject(room, SUBJECTS[room], list(told)) for room, told in groupby(ranked, room_of)]


def room_of(kind: Kind) -> str:
    """The room that tells this kind."""
    return kind.key.partition(".")[0]


def _concerning(user: object) -> list[Kind]:
    is_member = bool(memberships_of(user))
    return [
        kind
        for kind in kinds()
        if kind.told_to_accounts
        and (is_member or not kind.at_work)
        and (kind.concerns is None or kind.concerns(cast("User", user)))
    ]
