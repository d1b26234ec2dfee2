"""What the search finds among networks, and the straight lines to one."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from communaute.territoires.models import Commune
from socle.search.enums import Kind
from socle.search.indexer import index
from socle.search.sources import Row, Shortcut, Source
from socle.words import STOP_WORDS, after_a, normalise

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
        reseau.operator_name,
    )
    identifiant = reseau.identifiant
    return Row(
        pk=reseau.pk,
        title=f"{reseau.name} ({identifiant})" if identifiant else reseau.name,
        url=reseau.get_absolute_url(),
        lead=" ".join((_WHAT, reseau.communes_label, *places, reseau.exploitant_name)),
        text=" · ".join(part for part in (*told, reseau.owner_name) if part),
        departement=reseau.departement_id or "",
    )


def _pks() -> Iterable[int]:
    return Reseau.objects.heat().order_by("pk").values_list("pk", flat=True)


SOURCE = Source(KEY, 5, Kind.RESEAU, rows, _pks)


# Straight lines of the search: a network by its number, a commune, an address.


_NUMBER = re.compile(r"\d{2,4}[a-z]|2[ab]\d{2}[a-z]")
_ADDRESS = re.compile(
    r"(?:^|\s)\d{1,4}(?: (?:bis|ter|quater|[a-d]))? (?:\w+ ){0,2}?(?:rue|avenue|av|boulevard|bd|"
    r"place|chemin|impasse|allee|quai|cours|route|square|passage|villa|faubourg|fg|promenade|mail)\b"
)
_STREET = re.compile(r"^(?:rue|avenue|boulevard|bd|place|impasse|allee|quai|cours|square) \w+")
# What people write around the name of a place.
_AROUND = STOP_WORDS | {
    *("carte", "chaleur", "chaud", "chauffage", "collectif", "commune", "froid"),
    *("reseau", "reseaux", "urbain", "urbains", "ville"),
}
_WORDS_MAX = 8
_PLACES_SHOWN = 2


def network_shortcuts(query: str) -> list[Shortcut]:
    """Lines for a national number, for a whole name of commune or a postcode, alone or with
    « réseau de », for an address; at most four queries."""
    text = normalise(query)
    words = text.split()
    if not words or len(query) > 120:
        return []
    if _NUMBER.fullmatch(text):
        return _by_number(text.upper())
    if _ADDRESS.search(text) or (_STREET.match(text) and len(words) > 2):
        return [_address(query)]
    if len(words) > _WORDS_MAX:
        return []
    return _by_place(words)


def _by_number(number: str) -> list[Shortcut]:
    found = Reseau.objects.heat().filter(identifiant=number).first()
    if found is not None:
        place = found.communes_label or str(found.commune or "")
        title = f"Réseau {number} : {found.name}"
        return [_line(title, found.get_absolute_url(), place, found.departement_id)]
    return [
        _line(
            f"Réseau {number} : nous n’avons pas sa page",
            reverse("reseaux:list"),
            "Ce numéro ressemble à celui d’un réseau. Cherchez-le dans la liste, par sa commune.",
        )
    ]


def _address(query: str) -> Shortcut:
    return Shortcut(
        title="Tester cette adresse",
        url=reverse("reseaux:address_test"),
        text="Savoir si un réseau de chaleur passe près d’ici.",
        address=query,
    )


def _by_place(words: list[str]) -> list[Shortcut]:
    kept = [word for word in words if word not in _AROUND]
    # « Le Mans », « Les Lilas » : an article may be part of the name.
    for name in dict.fromkeys((" ".join(words), " ".join(kept))):
        if found := Commune.objects.named(name, limit=_PLACES_SHOWN):
            return [_place(place) for place in found]
    return []


def _place(commune: Commune) -> Shortcut:
    count = Reseau.objects.heat().serving(commune).count()
    where = after_a(commune.name)
    said = f"{count} réseau{'x' if count > 1 else ''} de chaleur" if count else "Aucun réseau connu"
    if count:
        text = "Testez votre adresse pour savoir si l’un d’eux passe près de votre immeuble."
    else:
        text = "Un projet existe peut-être : testez votre adresse, l’agence locale vous répondra."
    url = f"{reverse('reseaux:list')}?{urlencode({'commune': commune.pk})}"
    if not count:
        url = reverse("reseaux:address_test")
    return _line(f"{said} {where}", url, text, commune.departement_id)


def _line(title: str, url: str, text: str, departement: str | None = "") -> Shortcut:
    return Shortcut(title=title, url=url, text=text, departement=departement or "")
