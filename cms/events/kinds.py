"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from communaute.notifications.catalogue import Kind, Priority

from .models import Registration


def _still_there(context: Mapping[str, Any]) -> bool:
    return Registration.objects.filter(pk=context["registration"]).exists()


def _kind(name: str, label: str, when: str, *, at_night: bool = False) -> Kind:
    return Kind(
        key=f"events.{name}",
        label=label,
        who="La personne inscrite, sur son compte ou à l’adresse qu’elle a donnée.",
        when=when,
        may_be_off=False,
        at_night=at_night,
        keeps_address=False,
        still_true=_still_there,
    )


KINDS = (
    Kind(
        key="events.confirm",
        label="Confirmer mon inscription à un rendez-vous",
        who="L’adresse donnée, sans compte.",
        when="Quand quelqu’un l’inscrit. Périme avec le lien.",
        may_be_off=False,
        on_site=False,
        keeps_address=False,
        priority=Priority.SOON,
        still_true=_still_there,
    ),
    _kind(
        "already",
        "Déjà inscrit à un rendez-vous",
        "Quand l’adresse est inscrite une seconde fois.",
        at_night=True,
    ),
    _kind("registered", "Inscrit à un rendez-vous", "Quand la place est prise.", at_night=True),
    _kind(
        "waiting",
        "Rendez-vous complet : liste d’attente",
        "Quand il ne reste plus de place.",
        at_night=True,
    ),
    _kind("promoted", "Une place à un rendez-vous", "Quand une place se libère pour la personne."),
    _kind("changed", "Rendez-vous modifié", "Quand l’heure, le lieu ou l’adresse en ligne change."),
    _kind("cancelled", "Rendez-vous annulé", "Quand la rédaction l’annule ou retire sa page."),
    _kind("restored", "Rendez-vous de nouveau prévu", "Quand ce qui était annulé ne l’est plus."),
    _kind("reminder", "Rappel d’un rendez-vous", "La veille, une fois."),
)
