"""An operator's offer, read again: what it comes to, what to ask. No verdict on the operator.

Sources: D. 241-35 of the energy code (review of the subscribed power); the reduced VAT rate of
heat (`tva_reduite`, `seuil_enrr`). The thresholds in hours and years are our conventions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from socle.numbers import decimal_words

from .energy import FULL_HOURS, KWH
from .engine import Simulation

# Years from which the length of a contract is worth a question (our convention).
LONG_TERM = 20


class Told(StrEnum):
    """What the offer says of a thing."""

    UNKNOWN = ""
    YES = "oui"
    NO = "non"


class Owner(StrEnum):
    UNKNOWN = ""
    OPERATOR = "exploitant"
    BUILDING = "immeuble"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the offer says besides its prices. `vat_r1` in %; `years` of the contract."""

    vat_r1: Decimal | None = None
    years: int | None = None
    has_formula: str = Told.UNKNOWN
    has_exit: str = Told.UNKNOWN
    owner: str = Owner.UNKNOWN


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to ask: what was seen, the text that says so (if any), the question."""

    seen: str
    ask: str
    article: str = ""


@dataclass(frozen=True)
class OfferReading:
    """An offer with its price: see `Offer.has_price`."""

    found: Simulation
    terms: Terms

    @property
    def hours(self) -> Decimal:
        """Hours of full power that the subscription stands for."""
        return self.found.energy.heat * KWH / self.found.energy.subscribed

    @property
    def price(self) -> Decimal:
        """€ incl. tax per MWh, consumption and subscription."""
        return self.found.bill / self.found.energy.heat

    @property
    def vat(self) -> Decimal:
        """% that R1 is counted at (`Simulation.r1_vat`)."""
        return self.found.r1_vat * 100

    @property
    def knows_vat(self) -> bool:
        return self.found.case.network.enrr is not None

    @property
    def flags(self) -> list[Flag]:
        """What deserves a question, the dearest first."""
        return [*self._power(), *self._vat(), *self._contract()]

    def _power(self) -> Iterator[Flag]:
        low, high = FULL_HOURS
        if self.hours < low:
            yield Flag(
                "La puissance souscrite est peut-être trop haute : l’abonnement serait trop cher "
                "chaque année.",
                "Demandez le calcul de la puissance, et la plus forte demande relevée en hiver : "
                "sous 80 % de la puissance souscrite, elle peut être revue.",
                "article D. 241-35 du code de l’énergie",
            )
        elif self.hours > high:
            yield Flag(
                "La puissance souscrite est peut-être trop basse.",
                "Demandez le calcul, et ce qui se passe les jours les plus froids.",
            )

    def _vat(self) -> Iterator[Flag]:
        typed = self.terms.vat_r1
        if not self.knows_vat:
            yield Flag(
                "La part d’énergies renouvelables de ce réseau n’est pas connue ici : elle décide "
                "de la TVA de R1.",
                "Demandez-la, avec son année.",
            )
        elif typed is not None and typed != self.vat:
            yield Flag(
                f"L’offre compte R1 à {decimal_words(typed)} % de TVA ; d’après ce que le réseau "
                f"publie, ce serait {decimal_words(self.vat)} %.",
                "Demandez sur quelle part d’énergies renouvelables ce taux repose.",
                "BOI-TVA-LIQ-30-20-20 du bulletin officiel des finances publiques",
            )

    def _contract(self) -> Iterator[Flag]:
        if self.terms.years is not None and self.terms.years >= LONG_TERM:
            yield Flag(
                f"Le contrat dure {self.terms.years} ans.",
                "Demandez ce qui peut être revu en cours de route : puissance, prix, travaux de "
                "l’immeuble qui font baisser le besoin.",
            )
        if self.terms.has_exit != Told.YES:
            yield Flag(
                _unsaid("comment le contrat s’arrête", self.terms.has_exit),
                "Demandez le délai, et l’indemnité pour la part des travaux qui ne serait pas "
                "encore payée.",
            )
        if self.terms.has_formula != Told.YES:
            yield Flag(
                _unsaid("comment le prix change chaque année", self.terms.has_formula),
                "Demandez la formule de révision : quels indices, avec quel poids.",
            )
        if self.terms.owner == Owner.UNKNOWN:
            yield Flag(
                _unsaid("à qui est la sous-station"),
                "Demandez qui l’entretient, qui la remplace, et qui paie.",
            )


def _unsaid(what: str, told: str = Told.UNKNOWN) -> str:
    """What the offer does not say, or may not: whoever asks did not look."""
    if told == Told.NO:
        return f"L’offre ne dit pas {what}."
    return f"Vérifiez que l’offre dit {what}."
