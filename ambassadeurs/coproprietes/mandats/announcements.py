"""What is told of an ambassador to those who follow the network, and to those who decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from ambassadeurs.reseaux.subscriptions.services import kind, tell_followers

from ..deciders import ask_deciders
from ..models import Ambassadeur
from ..numbers import NUMBERS

if TYPE_CHECKING:
    from ..models import Copropriete


def is_still_there(context: Mapping[str, Any]) -> bool:
    """Whether the ambassador may still be written to: public, not on pause, of a building that is
    still connected to this network and whose page others read."""
    rows = Ambassadeur.objects.public().of_public_pages().awake()
    network = {"copropriete__reseau": context["reseau_pk"]}
    return rows.filter(pk=context["ambassadeur_pk"], **network).exists()


NEW_AMBASSADOR = kind(
    "new_ambassador",
    label="Un nouvel ambassadeur sur un réseau que vous suivez",
    when="Quand son mandat est vérifié, sauf s’il est en pause ce matin-là.",
    still=is_still_there,
)


def announce_to_followers(mandate: Ambassadeur) -> None:
    """Tell those who follow the network of a building that somebody speaks for it now."""
    copropriete: Copropriete = mandate.copropriete
    if copropriete.reseau is None:
        return
    tell_followers(
        NEW_AMBASSADOR.key,
        reseau=copropriete.reseau,
        key=f"suivi-ambassadeur-{mandate.pk}-{mandate.verified_at:%Y%m%d}",
        url=copropriete.get_absolute_url(),
        context={
            "ambassadeur_pk": mandate.pk,
            "person": mandate.first_name,
            "residence": copropriete.name,
            "commune": copropriete.commune.name,
        },
        but=[mandate.user_id],
    )


def ask_to_decide(name: str, mandate: Ambassadeur) -> None:
    """Tell those who decide that this mandate waits for them."""
    moment = mandate.renewal_asked_at or mandate.applied_at
    ask_deciders(
        f"coproprietes.{name}",
        mandate.copropriete,
        author=mandate.user,
        key=f"mandat:{mandate.pk}:a-decider:{moment:%Y%m%d%H%M%S}",
        url=reverse("ambassadeurs:mandate_review", args=[mandate.pk]),
        context={
            "mandate": mandate.pk,
            "person": mandate.first_name,
            "role": mandate.get_role_display().lower(),
            "residence": str(mandate.copropriete),
            "days": NUMBERS.decision_days,
        },
    )
