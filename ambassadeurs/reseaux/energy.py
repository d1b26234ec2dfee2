"""What a network burns and whom it heats, in words: the energy mix and the deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass

from .models import Reseau

# Source's own keys, in lower case → (label, family). The spelling is the source's.
ENERGIES: dict[str, tuple[str, str]] = {
    "biomasse_solide": ("Bois et autre biomasse", "renouvelable"),
    "geothermie": ("Géothermie", "renouvelable"),
    "solaire_thermique": ("Solaire thermique", "renouvelable"),
    "biogaz": ("Biogaz", "renouvelable"),
    "pac": ("Pompes à chaleur", "renouvelable"),
    "autres_enr": ("Autres énergies renouvelables", "renouvelable"),
    "uiom": ("Chaleur d’une usine d’incinération", "recuperation"),
    "dechets_internes": ("Déchets brûlés sur place", "recuperation"),
    "chaleur_industiel": ("Chaleur perdue par l’industrie", "recuperation"),
    "autre_chaleur_recuperee": ("Autre chaleur récupérée", "recuperation"),
    "gaz_naturel": ("Gaz naturel", "fossile"),
    "fioul_domestique": ("Fioul domestique", "fossile"),
    "fioul_lourd": ("Fioul lourd", "fossile"),
    "charbon": ("Charbon", "fossile"),
    "gpl": ("Gaz de pétrole (GPL)", "fossile"),
    "chaudieres_electriques": ("Chaudières électriques", "autre"),
    "autres": ("Autres énergies", "autre"),
}
FAMILIES = {
    "renouvelable": "Renouvelable",
    "recuperation": "Récupération",
    "fossile": "Fossile",
    "autre": "Autre",
    "usage": "",
}
USES = {
    "residentiel": "Logements",
    "tertiaire": "Bureaux, écoles, hôpitaux, commerces",
    "industrie": "Industrie",
    "agriculture": "Agriculture",
    "autre": "Autres usages",
}


@dataclass(frozen=True)
class Share:
    """One part of a whole: MWh a year, and percent of the whole.

    `offset` and `width` place it on a bar, as percentages that SVG reads.
    """

    label: str
    family: str
    family_label: str
    mwh: float
    percent: float
    offset: str
    width: str


def energy_mix(reseau: Reseau) -> list[Share]:
    """Heat produced by energy: renewable first, then recovered, fossil, other; largest first."""
    rows = [
        (*ENERGIES.get(key.lower(), (key.replace("_", " ").capitalize(), "autre")), mwh)
        for key, mwh in _amounts(reseau.production_mwh)
    ]
    order = list(FAMILIES)
    rows.sort(key=lambda row: (order.index(row[1]), -row[2]))
    return _shares(rows)


def deliveries(reseau: Reseau) -> list[Share]:
    """Heat delivered by use, largest first."""
    rows = [
        (USES.get(key.lower(), key.replace("_", " ").capitalize()), "usage", mwh)
        for key, mwh in _amounts(reseau.deliveries_mwh)
    ]
    rows.sort(key=lambda row: -row[2])
    return _shares(rows)


def _amounts(amounts: Mapping[str, object]) -> list[tuple[str, float]]:
    """The amounts above zero, without the total that the source puts beside its parts."""
    return [
        (key, float(mwh))
        for key, mwh in amounts.items()
        if isinstance(mwh, int | float) and mwh > 0 and not key.lower().startswith("total")
    ]


def _shares(rows: list[tuple[str, str, float]]) -> list[Share]:
    total = sum(mwh for _, _, mwh in rows)
    shares, offset = [], 0.0
    for label, family, mwh in rows:
        percent = 100 * mwh / total
        shares.append(
            Share(
                label=label,
                family=family,
                family_label=FAMILIES[family],
                mwh=mwh,
                percent=percent,
                offset=f"{offset:.2f}%",
                width=f"{percent:.2f}%",
            )
        )
        offset += percent
    return shares
