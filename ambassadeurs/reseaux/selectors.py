"""Reading networks: the list and its CSV, the sitemap, the operators of a space."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from communaute.comptes.models import Organisation
from communaute.questions.models import Space
from socle.words import normalise

from .models import Reseau

CSV_HEADER = (
    "identifiant",
    "nom",
    "état",
    "exploitant",
    "maître d’ouvrage",
    "communes",
    "département",
    "réseau classé",
    "taux EnR&R (%)",
    "CO2 direct (g/kWh)",
    "CO2 ACV (g/kWh)",
    "année des données",
    "source",
)


def filtered(filters: Mapping[str, Any]) -> QuerySet[Reseau]:
    """Heating networks for the cleaned filters (`nom`, `commune`, `departement`, `enrr`)."""
    rows = Reseau.objects.heat().for_list().order_by("name", "pk")
    if filters.get("commune"):
        rows = rows.serving(filters["commune"])
    if filters.get("departement"):
        rows = rows.filter(departement=filters["departement"])
    if filters.get("enrr") is not None:
        rows = rows.filter(enrr_rate__gte=filters["enrr"])
    if filters.get("nom"):
        rows = rows.filter(pk__in=_named(filters["nom"]))
    return rows


def _named(text: str) -> list[int]:
    """Ids of the networks whose name, id, operator or communes hold every word typed.

    Read in Python: neither database folds accents by itself, and there are about 1 250 networks.
    """
    words = normalise(text).split()
    if not words:
        return []
    fields = ("name", "identifiant", "exploitant_name", "exploitant__name", "communes_label")
    found = []
    for pk, *texts in Reseau.objects.heat().order_by().values_list("pk", *fields):
        haystack = normalise(" ".join(filter(None, texts)))
        if all(word in haystack for word in words):
            found.append(pk)
    return found


def csv_rows(rows: QuerySet[Reseau]) -> Iterator[Sequence[str]]:
    """Titles, then one list of cells per network, with decimal commas."""
    yield CSV_HEADER
    for reseau in rows:
        yield [
            _cell(value)
            for value in (
                reseau.identifiant,
                reseau.name,
                reseau.get_status_display(),
                reseau.operator_name,
                reseau.owner_name,
                reseau.communes_label,
                reseau.departement,
                "oui" if reseau.is_classe else "non",
                reseau.enrr_rate,
                reseau.co2_direct,
                reseau.co2_acv,
                reseau.environment_year,
                reseau.environment_source,
            )
        ]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def organisations_of_space(space: Space) -> QuerySet[Organisation]:
    """Those that run the network of this space, once they have a desk here; not read yet."""
    return Organisation.objects.filter(
        pk__in=Reseau.objects.filter(space=space, exploitant__isnull=False).values("exploitant")
    )


class ReseauSitemap(Sitemap[Reseau]):
    limit = 2000

    def items(self) -> QuerySet[Reseau]:
        return Reseau.objects.heat().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Reseau) -> datetime:
        return item.updated_at


# What a network burns and whom it heats, in words: the energy mix and the deliveries.


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
