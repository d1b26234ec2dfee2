"""What the search finds among communes: those where there is a heat network, which lead to it.

The others are found by their whole name or postcode, above the list (`shortcuts`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from communaute.territoires.models import Commune
from socle.search.enums import Kind
from socle.search.indexer import found_in, index
from socle.search.sources import Row, Source

from .models import Reseau

KEY = "communes"
# Codes hold letters in Corsica: read in this base, each is a number.
_BASE = 36
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAMED = 5


def index_communes() -> None:
    """Bring the index up to date for all of them: a network may leave a commune as well."""
    index(KEY, {*found_in(KEY), *_pks()})


def number_of(code: str) -> int:
    """The official code of a commune, as a key of the index."""
    return int(code, _BASE)


def code_of(number: int) -> str:
    """The official code behind a key of the index."""
    digits = ""
    while number:
        number, place = divmod(number, _BASE)
        digits = _DIGITS[place] + digits
    return digits.upper().zfill(5)


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """Those of these communes where there is a network, with its name."""
    codes = [code_of(pk) for pk in pks]
    near = Commune.objects.filter(Q(pk__in=codes) | Q(parent__in=codes) | Q(districts__in=codes))
    families = dict(near.values_list("pk", "parent"))
    names: dict[str, set[str]] = defaultdict(set)
    served = Reseau.objects.heat().filter(communes__in=families)
    for name, code in served.values_list("name", "communes"):
        names[code].add(name)
    communes = Commune.objects.filter(pk__in=codes).order_by("pk")
    found = (_row(commune, _around(commune, families, names)) for commune in communes)
    return sorted((row for row in found if row.text), key=lambda row: row.pk)


def _around(commune: Commune, families: dict[str, str], names: dict[str, set[str]]) -> list[str]:
    """Names of the networks of a commune; a city answers for its arrondissements, they for it."""
    codes = {commune.pk, commune.parent_id}
    codes |= {code for code, parent in families.items() if parent == commune.pk}
    return sorted({name for code in codes if code for name in names[code]})


def _row(commune: Commune, networks: list[str]) -> Row:
    more = len(networks) - _NAMED
    said = " · ".join(networks[:_NAMED]) + (f" et {more} autres" if more > 0 else "")
    count = f"{len(networks)} réseau{'x' if len(networks) > 1 else ''} de chaleur"
    return Row(
        pk=number_of(commune.pk),
        title=str(commune),
        url=f"{reverse('reseaux:list')}?{urlencode({'commune': commune.pk})}",
        lead=commune.postcodes,
        text=f"{count} : {said}. Testez votre adresse." if networks else "",
        departement=commune.departement_id or "",
    )


def _pks() -> Iterable[int]:
    served = Commune.objects.filter(reseaux__in=Reseau.objects.heat()).values("pk")
    found = Commune.objects.filter(
        Q(pk__in=served) | Q(districts__in=served) | Q(parent__in=served)
    )
    return sorted({number_of(code) for code in found.values_list("pk", flat=True)})


SOURCE = Source(KEY, 8, Kind.COMMUNE, rows, _pks)
