"""Loads the retours d’expérience of the demonstration, through the services, then dates them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete, Figure, RetourExperience
from ambassadeurs.coproprietes.perms import can_write_retour
from ambassadeurs.coproprietes.retours import STORY, propose, publish, save_draft, verify_figure
from communaute.comptes.models import User
from communaute.notifications.models import Notification

from .community import date_notifications
from .loading import read_toml
from .report import Report


def load_retours(
    report: Report, people: dict[str, User], residences: dict[str, Copropriete]
) -> None:
    """Published sheets, some figures verified, created when the residence has none.

    A residence whose ambassador has since given up the mandate is left without.
    """
    written = set(RetourExperience.objects.values_list("copropriete_id", flat=True))
    writers = {one["key"]: one["ambassador"] for one in read_toml("residences.toml")["residence"]}
    for data in read_toml("retours.toml")["retour"]:
        copropriete = residences[data["residence"]]
        author = people[writers[data["residence"]]]
        if copropriete.pk in written or not can_write_retour(author, copropriete):
            continue
        _write(data, copropriete, author=author, reviewer=people["agence"])
        report.add("retour d’expérience", "retours d’expérience")


def _write(data: dict[str, Any], copropriete: Copropriete, *, author: User, reviewer: User) -> None:
    figures = data["figures"]
    retour = save_draft(
        actor=author,
        copropriete=copropriete,
        story={name: data[name] for name in STORY},
        months_from_idea=data["months_from_idea"],
        figures={key: (Decimal(one["value"]), one["year"]) for key, one in figures.items()},
    )
    propose(actor=author, retour=retour)
    for figure in retour.figures.all():
        proof = figures[figure.key].get("proof")
        if proof:
            verify_figure(actor=reviewer, figure=figure, proof_kind=proof)
    publish(actor=reviewer, retour=retour)
    proposed_at = timezone.now() - timedelta(days=data["days"])
    _date(retour, proposed_at, proposed_at + timedelta(days=data["review_days"]))


def _date(retour: RetourExperience, proposed_at: datetime, published_at: datetime) -> None:
    RetourExperience.objects.filter(pk=retour.pk).update(
        created_at=proposed_at, proposed_at=proposed_at, published_at=published_at
    )
    Figure.objects.filter(retour=retour, verified_at__isnull=False).update(verified_at=published_at)
    for name, when in (("a-relire", proposed_at), ("publie", published_at)):
        told = Notification.objects.filter(key__startswith=f"retour:{retour.pk}:{name}:")
        for key in set(told.values_list("key", flat=True)):
            date_notifications(key, when)
