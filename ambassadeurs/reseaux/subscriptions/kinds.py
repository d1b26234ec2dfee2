"""What those who follow a network are told; rooms above register theirs under the same subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind

from .models import NetworkFollow

FOLLOWERS = "Les personnes qui suivent le réseau."
Check = Callable[[Mapping[str, Any]], bool]


def is_still_followed(person: User, context: Mapping[str, Any]) -> bool:
    """Whether this person still follows the network that the context names."""
    return NetworkFollow.objects.filter(user=person, reseau=context["reseau_pk"]).exists()


def kind(name: str, *, label: str, when: str, still: Check | None = None) -> Kind:
    """A kind told to those who follow a network while they do, and while `still` says so."""
    return Kind(
        key=f"reseau_subscriptions.{name}",
        label=label,
        who=FOLLOWERS,
        when=when,
        channel=Channel.DAILY,
        still_true=still,
        visible_to=is_still_followed,
    )


KINDS = (
    kind(
        "network_close",
        label="Le réseau que vous suivez arrive près de votre adresse",
        when="Quand un nouveau tracé passe assez près de l’adresse testée, une fois.",
    ),
)
