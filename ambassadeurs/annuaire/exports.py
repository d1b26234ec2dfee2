"""The CSV twin of the directory: what the cards show, nothing more."""

from collections.abc import Iterator

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet

TITLES = [
    "residence",
    "commune",
    "code_insee",
    "quartier",
    "reseau",
    "identifiant_reseau",
    "lots",
    "periode_construction",
    "ancienne_energie",
    "raccordee_en",
    "euros_par_lot_et_par_an_avant",
    "euros_par_lot_et_par_an_apres",
    "annees_comparees",
    "origine_des_chiffres",
    "page",
]


def _origin(copropriete: Copropriete) -> str:
    return "vérifié" if copropriete.cost_verified else "déclaré"


def directory_rows(coproprietes: CoproprieteQuerySet) -> Iterator[list[object]]:
    """Titles, then one line per public copropriété."""
    yield list(TITLES)
    for one in coproprietes:
        figures = one.has_cost_figures
        yield [
            one.name,
            one.commune.name,
            one.commune_id,
            one.quartier,
            one.reseau.name,
            one.reseau.identifiant,
            one.lots or "",
            one.get_period_display(),
            one.get_former_energy_display(),
            one.connected_year,
            one.cost_before if figures else "",
            one.cost_after if figures else "",
            one.cost_years if figures else "",
            _origin(one) if figures else "",
            one.get_absolute_url(),
        ]
