"""The numbers of the address test (`settings.ADDRESS_TEST`), typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings


@dataclass(frozen=True)
class AddressRules:
    """Distances in metres, limits included; scores of the geocoder from 0 to 1."""

    very_close_m: int
    close_m: int
    far_m: int
    strict_networks: Sequence[str]
    strict_very_close_m: int
    strict_close_m: int
    score_accepted: float
    score_asked: float


def address_rules() -> AddressRules:
    """The rules in force; a name missing or misspelt in the settings is a TypeError."""
    return AddressRules(**cast("dict[str, Any]", settings.ADDRESS_TEST))
