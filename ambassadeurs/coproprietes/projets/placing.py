"""Where an address is, and what to say when nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ambassadeurs.reseaux.adresse.geocoding import GeocoderUnavailable, get_geocoder
from ambassadeurs.reseaux.enums import Precision

if TYPE_CHECKING:
    from ambassadeurs.registre.models import RegisteredCopropriete
    from communaute.territoires.models import Commune

type Point = tuple[float, float]

NOT_SURE = "Nous n’avons pas pu placer cette adresse avec certitude."
NOT_IN_REGISTER = "Le registre national ne dit pas où est cet immeuble."
IS_DOWN = "Le service de recherche d’adresses ne répond pas en ce moment."


@dataclass(frozen=True)
class Placed:
    """`point` is longitude and latitude (WGS84); `why_not` says, in a sentence, why there is none:
    "" with a point, or without an address to place."""

    point: Point | None = None
    why_not: str = ""

    @property
    def warning(self) -> str:
        """What to tell who gave the address of a building, and what they may do; "" when there is
        nothing to tell."""
        if self.why_not == IS_DOWN:
            return (
                f"{IS_DOWN} Votre adresse est enregistrée, mais la distance au réseau n’est pas "
                "encore connue. Réessayez plus tard, en l’enregistrant de nouveau."
            )
        return self.why_not and (
            f"{self.why_not} La distance au réseau n’est donc pas connue. Vérifiez le numéro et "
            "la rue."
        )

    @property
    def warning_connected(self) -> str:
        """The same for a connected building, which answers others: it has no distance to tell."""
        return self.why_not and (
            f"{self.why_not} Ce n’est pas grave : votre copropriété sera proposée d’après sa "
            "commune."
        )


def of_register(row: RegisteredCopropriete) -> Placed:
    """The point that a line of the national register gives."""
    if row.longitude is None or row.latitude is None:
        return Placed(why_not=NOT_IN_REGISTER)
    return Placed((row.longitude, row.latitude))


def locate(
    address: str, commune: Commune, registered: RegisteredCopropriete | None = None
) -> Placed:
    """The point of an address of a commune, else why there is none.

    A line of the register gives its own point as long as the address was not changed. The
    geocoder must be sure, and of the same commune.
    """
    if (
        registered is not None
        and (known := of_register(registered)).point is not None
        and address == registered.address
        and commune.pk == registered.commune_id
    ):
        return known
    if not address:
        return Placed()
    try:
        found = get_geocoder().search(f"{address} {commune.name} {commune.postcodes[:5]}")
    except GeocoderUnavailable:
        return Placed(why_not=IS_DOWN)
    best = found.best
    if best is None or best.commune is None or best.precision == Precision.COMMUNE:
        return Placed(why_not=NOT_SURE)
    if commune.pk not in (best.commune.pk, best.commune.parent_id):
        return Placed(why_not=NOT_SURE)
    return Placed((best.longitude, best.latitude))
