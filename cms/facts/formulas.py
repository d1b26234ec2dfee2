"""Figures computed from others, and those that the code cites: they may change, never go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from socle.facts_registry.citations import Formula
from socle.facts_registry.selectors import values_of
from socle.facts_registry.shape import Fact, Range, Status, Value

from .initial_figures import FIRST

EXAMPLE_DWELLINGS = 100
COUP_DE_POUCE_TERMS = (
    "coup_de_pouce_petit_max",
    "coup_de_pouce_petit_logement",
    "coup_de_pouce_petit_fixe",
    "coup_de_pouce_grand_logement",
    "coup_de_pouce_grand_fixe",
    "coup_de_pouce_prix",
)


@dataclass(frozen=True, slots=True)
class CoupDePouce:
    """Certificates of a connection since 2026, for sub-stations of N dwellings, and their price.

    Up to `small_max` dwellings: `small_per_dwelling`·N + `small_fixed`; beyond, the large ones.
    Counted once for each sub-station (arrêté of 27 December 2025). Source: `modele_fcu`, change
    of 8 April 2026. All in kWhc; the price is in € per MWhc.
    """

    small_max: Decimal
    small_per_dwelling: Decimal
    small_fixed: Decimal
    large_per_dwelling: Decimal
    large_fixed: Decimal
    price: Decimal

    def kwhc(self, *dwellings: int) -> int:
        """Certificates for these sub-stations, each by its dwellings."""
        return sum(self._of_one(served) for served in dwellings)

    def euros(self, *dwellings: int) -> int:
        """What they are worth at `price`, to the euro: an upper order of magnitude."""
        worth = Decimal(self.kwhc(*dwellings)) / 1000 * self.price
        return int(worth.quantize(Decimal(1), ROUND_HALF_UP))

    def _of_one(self, dwellings: int) -> int:
        if dwellings <= self.small_max:
            return int(self.small_per_dwelling * dwellings + self.small_fixed)
        return int(self.large_per_dwelling * dwellings + self.large_fixed)


def _terms(values: Mapping[str, Value]) -> CoupDePouce:
    return CoupDePouce(*(_number(values[key]) for key in COUP_DE_POUCE_TERMS))


def _number(value: Value) -> Decimal:
    """A term as a number: the high end of two, since the result is an upper order of magnitude."""
    if isinstance(value, date):
        raise TypeError("Une date ne se calcule pas.")
    return Decimal(value.high if isinstance(value, Range) else value)


def coup_de_pouce(*dwellings: int) -> Fact:
    """The « Coup de pouce » of a building, by the dwellings of each of its sub-stations, with what
    it rests on.

    Its value is None, and `problems` says why, when a term is missing; it has expired when one has.
    Raises ValueError for a sub-station without any dwelling, or no sub-station.
    """
    if not dwellings or min(dwellings) < 1:
        raise ValueError("Il faut au moins un logement.")
    return _coup_de_pouce(*dwellings).over(values_of(*COUP_DE_POUCE_TERMS))


def _coup_de_pouce(*dwellings: int) -> Formula:
    where = "une sous-station" if len(dwellings) == 1 else f"{len(dwellings)} sous-stations"
    return Formula(
        # Scope, year, source and day of the check are those of its terms.
        replace(
            FIRST["aids"][COUP_DE_POUCE_TERMS[0]],
            key="coup_de_pouce",
            label=f"Prime « Coup de pouce » pour {sum(dwellings)} logements sur {where}, au plus "
            "haut",
            value=None,
            unit="€",
            measure="Ordre de grandeur haut, à [fait:coup_de_pouce_prix] ; chaque signataire fixe "
            "son prix",
            status=Status.COMPUTED,
        ),
        COUP_DE_POUCE_TERMS,
        lambda values: _terms(values).euros(*dwellings),
    )


FORMULAS = (_coup_de_pouce(EXAMPLE_DWELLINGS),)


RESULT = "le résultat du test d’adresse"
BOTH = f"{RESULT}, et le CO2 évité des statistiques"

QUESTIONS = "le dossier de l’assemblée générale"
VOTE = f"{QUESTIONS}, et compter les voix"
CITED_IN_CODE = {
    "co2_gaz_acv": BOTH,
    "co2_fioul_acv": BOTH,
    "co2_gaz_base_empreinte": "le CO2 évité des statistiques",
    "gaz_pcs_pci": "le CO2 évité des statistiques",
    "presence_assemblees": "compter les voix",
    "seconde_assemblee_mois": "compter les voix",
    "contestation_mois": VOTE,
    "convocation_jours": QUESTIONS,
    "pdp_seuil_kw": QUESTIONS,
    "regulation_echeance": QUESTIONS,
    "cee_chaudiere_gaz_fin": QUESTIONS,
    "prix_hausse_reseaux": QUESTIONS,
    "prix_hausse_gaz": QUESTIONS,
    "cout_raccordement_longueur": f"{RESULT}, le calcul du prix et {QUESTIONS}",
    "enrr_reseaux": RESULT,
    "co2_reseaux_acv": RESULT,
}
