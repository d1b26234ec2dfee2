"""What the search finds among networks, and the straight lines to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from socle.search.enums import Kind
from socle.search.indexing import index
from socle.search.sources import Row, Source

from .models import Reseau

KEY = "reseaux"
_WHAT = "réseau de chaleur"


def index_networks(pks: Iterable[int]) -> None:
    """Bring the index up to date for these networks; in the transaction of what changed them."""
    index(KEY, pks)


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """Heat networks: all are public."""
    networks = Reseau.objects.heat().for_list().filter(pk__in=pks).prefetch_related("communes")
    return [_row(reseau) for reseau in networks.order_by("pk")]


def _row(reseau: Reseau) -> Row:
    communes = {commune.pk: commune for commune in reseau.communes.all()}
    if reseau.commune:
        communes[reseau.commune.pk] = reseau.commune
    places = [f"{commune.name} {commune.postcodes}" for commune in communes.values()]
    told = (
        reseau.get_status_display(),
        reseau.communes_label or str(reseau.commune or ""),
        reseau.exploitant_name,
    )
    identifiant = reseau.identifiant
    return Row(
        pk=reseau.pk,
        title=f"{reseau.name} ({identifiant})" if identifiant else reseau.name,
        url=reseau.get_absolute_url(),
        lead=" ".join((_WHAT, reseau.communes_label, *places)),
        text=" · ".join(part for part in (*told, reseau.owner_name) if part),
        commune=reseau.commune_id or "",
        departement=reseau.departement_id or "",
    )


def _pks() -> Iterable[int]:
    return Reseau.objects.heat().order_by("pk").values_list("pk", flat=True)


SOURCE = Source(KEY, 5, Kind.RESEAU, rows, _pks)
