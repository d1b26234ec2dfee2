"""Finding a commune as people write it: by name, postcode, official code or arrondissement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from django.db import connections, models

from socle.words import normalise

if TYPE_CHECKING:
    from .models import Commune

SEARCH_LIMIT = 10
MAX_SEARCH_LENGTH = 100

_CODE = re.compile(r"\d{2,5}|2[ab]\d{0,3}")
_PLACE_IN_DEPARTEMENT = re.compile(r"(?P<name>.+) (?P<departement>\d{2}|2[ab]|9[78]\d)")
_PLACE_AND_POSTCODE = re.compile(r"(?P<name>.+) (?P<postcode>\d{5})")
_POSTCODE_AND_PLACE = re.compile(r"(?P<postcode>\d{5}) (?P<name>.+)")
_CUT_POSTCODE = re.compile(r"\b(\d{2}) (\d{3})\b")
_DISTRICT = re.compile(
    r"(?P<city>paris|lyon|marseille) (?P<number>\d{1,2}) ?(?:er|e|eme|ieme)?(?: arr[a-z]*)?"
)
_ARTICLES = ("la", "le", "les", "l")
# City ->  code of its first arrondissement, minus one.
_DISTRICT_BASE = {"paris": 75100, "lyon": 69380, "marseille": 13200}
_DISTRICT_COUNT = {"paris": 20, "lyon": 9, "marseille": 16}


def _query(text: str) -> str:
    """The text as it is compared; « 38 000 » is a postcode like another."""
    return _CUT_POSTCODE.sub(r"\1\2", normalise(text[:MAX_SEARCH_LENGTH]))


def _district_code(query: str) -> str | None:
    """The official code of the arrondissement that "paris 12e" means, if it exists."""
    match = _DISTRICT.fullmatch(query)
    if match is None or not 1 <= int(match["number"]) <= _DISTRICT_COUNT[match["city"]]:
        return None
    return str(_DISTRICT_BASE[match["city"]] + int(match["number"]))


def _spellings(name: str) -> list[str]:
    """The name, and the name behind an article: people write "Rochelle" for "La Rochelle"."""
    return [name, *(f"{article} {name}" for article in _ARTICLES)]


class CommuneQuerySet(models.QuerySet["Commune"]):
    """Reading of communes; all of it is public."""

    def search(self, text: str, limit: int = SEARCH_LIMIT) -> list[Commune]:
        """Return at most `limit` communes for what somebody typed, best first.

        Blind to case, accents, hyphens and "St". Understands a name or its beginning, the words
        inside a name, a postcode or its first digits, an INSEE code, "Paris 12e", "Grenoble (38)"
        and "38000 Grenoble". Exact names come first, then the most populated. Nonsense: nothing.
        """
        query = _query(text)
        if not query:
            return []
        if _CODE.fullmatch(query):
            return self._by_code(query, limit)
        return self._by_district(query, limit) or self._by_place(query, limit)

    def candidates(self, text: str, limit: int = SEARCH_LIMIT) -> list[Commune]:
        """Return the communes that `text` may name equally well: one when it is clear.

        A whole name wins over longer ones ("Paris" is not "Paris-l’Hôpital"), a postcode of
        Paris, Lyon or Marseille means its arrondissement.
        """
        query = _query(text)
        found = self.search(text, limit)
        if len(found) < 2 or (_CODE.fullmatch(query) and found[0].parent_id is None):
            return found
        if _CODE.fullmatch(query) or _district_code(query):
            return found[:1]
        _, name = self._place_of(query)
        exact = [commune for commune in found if commune.search_name == name]
        return exact or [c for c in found if c.search_name in _spellings(name)] or found

    def named(self, text: str, limit: int = SEARCH_LIMIT) -> list[Commune]:
        """Communes that the whole of `text` names: by name, postcode, official code,
        arrondissement; never by a beginning or one word. One query or two, by their indexes."""
        query = _query(text)
        if re.fullmatch(r"\d{5}|2[ab]\d{3}", query):
            return self._by_code(query, limit)
        if district := _district_code(query):
            return list(self.filter(pk=district))
        inside, name = self._place_of(query)
        if len(name) < 2 or name.isdigit():
            return []
        rows = inside.filter(search_name__in=_spellings(name))
        return list(rows.order_by("-population", "code")[:limit])

    def is_whole(self, text: str, commune: Commune) -> bool:
        """Whether `text` names this commune whole: not its beginning, nor one of its words."""
        query = _query(text)
        if _CODE.fullmatch(query):
            return len(query) == len(commune.pk)
        _, name = self._place_of(query)
        return commune.search_name == name or _district_code(query) == commune.pk

    def _by_code(self, query: str, limit: int) -> list[Commune]:
        """Postcodes first: people type them more than official codes, and some look alike."""
        from .models import CommunePostcode

        found: list[Commune] = []
        if query.isdigit():
            postcodes = CommunePostcode.objects.filter(
                postcode__gte=query, postcode__lte=query.ljust(5, "9")
            )
            ranked = self.filter(pk__in=postcodes.values("commune")).order_by("-population", "code")
            if len(query) == 5:
                # A postcode of Paris, Lyon or Marseille means its arrondissement, then the city.
                ranked = ranked.order_by(
                    models.F("parent").asc(nulls_last=True), "-population", "code"
                )
            found = list(ranked[:limit])
        if not found:
            coded = self.filter(code__startswith=query.upper())
            found = list(coded.order_by("-population", "code")[:limit])
        return found

    def _by_district(self, query: str, limit: int) -> list[Commune]:
        district = _district_code(query)
        if district is None:
            return []
        # "paris 1" is the 1st, and may also be the start of "paris 12".
        others = self._starting_with(query).exclude(pk=district)
        found: list[Commune] = list(self.filter(pk=district))
        return [*found, *others.order_by("code")[: limit - len(found)]]

    def _by_place(self, query: str, limit: int) -> list[Commune]:
        inside, name = self._place_of(query)
        return inside._by_name(name, limit)

    def _place_of(self, query: str) -> tuple[Self, str]:
        """Cut "38000 grenoble" or "grenoble 38" into where to look and the name to look for."""
        if match := _POSTCODE_AND_PLACE.fullmatch(query) or _PLACE_AND_POSTCODE.fullmatch(query):
            return self.filter(postcode_rows__postcode=match["postcode"]), match["name"]
        if match := _PLACE_IN_DEPARTEMENT.fullmatch(query):
            return self.filter(departement=match["departement"].upper()), match["name"]
        return self, query

    def _by_name(self, name: str, limit: int) -> list[Commune]:
        if len(name) == 1:
            # One letter is the whole name of a commune (Y, in the Somme), or too little to say.
            return list(self.filter(search_name=name)[:limit])
        names = _spellings(name)
        exact = models.Case(models.When(search_name=name, then=0), default=1)
        ranked = self._starting_with(*names).order_by(exact, "-population", "code")
        return list(ranked[:limit]) or self._by_word(name, limit)

    def _by_word(self, name: str, limit: int) -> list[Commune]:
        # The inner query reads the index of names alone, not the whole rows.
        names = self.filter(search_name__contains=f" {name}").order_by().values("search_name")
        return list(self.filter(search_name__in=names).order_by("-population", "code")[:limit])

    def _starting_with(self, *names: str) -> Self:
        if connections[self.db].vendor == "sqlite":
            # SQLite's LIKE uses no index; a range does, and its order there is by bytes.
            starts = [models.Q(search_name__gte=name, search_name__lt=f"{name}~") for name in names]
        else:
            starts = [models.Q(search_name__startswith=name) for name in names]
        return self.filter(models.Q(*starts, _connector=models.Q.OR))
