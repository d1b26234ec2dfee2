"""The directory as the filters leave it: rows, how many, networks to choose from; its sitemap."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.likeness import BuildingProfile, points, reasons_of
from ambassadeurs.coproprietes.matching import Match, match_ambassadeurs, profile_facts
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.projects.services import buildings_of
from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet
from ambassadeurs.reseaux.address_test.geocoding import Place
from ambassadeurs.reseaux.enums import Precision
from ambassadeurs.reseaux.geometry import as_points, in_mainland
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Question, Space
from communaute.questions.routing.answerers import Candidate
from communaute.questions.spaces.people import Person

from .forms import DirectoryFilterForm

# Points of the map: a page of thousands of links helps nobody.
MAP_ROWS = 1000
# Seconds during which the counts of the whole directory are kept.
KEPT_S = 60
PLACE_FIELDS = ("commune", "lat", "lon")


OTHER_FILTERS = tuple(name for name in DirectoryFilterForm.base_fields if name != "reseau")


@dataclass(frozen=True)
class Directory:
    """`rows` are ordered, composed when they are asked for; `form` has its errors and its networks.

    `profile` is what is known of the reader's building, `building` the building itself when it
    is one of their own: then those most like it come first.
    """

    form: DirectoryFilterForm
    compose: Callable[[], CoproprieteQuerySet]
    count: int
    profile: BuildingProfile
    building: Copropriete | None = None

    @cached_property
    def rows(self) -> CoproprieteQuerySet:
        return self.compose()

    def cards(self, rows: Iterable[Copropriete]) -> Iterator[tuple[Copropriete, str]]:
        """These rows, with why each is like the reader's building, when known; read one by one."""
        is_known = self.profile.is_known
        for one in rows:
            yield one, " · ".join(reasons_of(one, self.profile) if is_known else [])


def search_directory(
    data: Any, *, user: object = None, version: Callable[[], int] | None = None
) -> Directory:
    """Apply the filters of an address. One query, which counts by network, and one for the
    building of a person signed in; rows come later.

    Without any filter but the network, that count is kept under the version of the public pages
    (its `number`), when it can be told.

    The networks offered are those of the rows that the other filters keep. A network that is
    known but has no row stays chosen (an empty list is an answer); an unknown one is an error.
    """
    form = DirectoryFilterForm(data)

    def kept() -> CoproprieteQuerySet:
        public = Copropriete.objects.with_public_ambassadors()
        return form.apply(public) if form.is_valid() else public

    if version is None or any(data.get(name) for name in OTHER_FILTERS):
        networks = _count_by_network(kept())
    else:
        networks = _kept_counts(kept, version())
    counts = {slug: count for slug, _, count in networks}
    choices = [(slug, f"{name} ({count})") for slug, name, count in networks]
    names = {slug: name for slug, name, _ in networks}
    wanted = form.cleaned_data.get("reseau", "") if form.is_valid() else ""
    chosen = next((slug for slug in counts if slug.lower() == wanted.lower()), "")
    if wanted and not chosen:
        reseau = Reseau.objects.filter(slug__iexact=wanted).first()
        if reseau is None:
            form.add_error("reseau", "Nous ne connaissons pas ce réseau. Choisissez-le ci-dessus.")
        else:
            chosen = reseau.slug
            names[chosen] = reseau.name
            choices.append((chosen, f"{reseau.name} (0)"))
    form.offer_networks(choices, chosen=chosen, name=names.get(chosen, ""))
    if not form.is_valid():
        return Directory(form, Copropriete.objects.none, 0, BuildingProfile())
    count = counts.get(chosen, 0) if wanted else sum(counts.values())
    building = _building_of(user)
    profile = _compared(form.profile, building)

    def rows() -> CoproprieteQuerySet:
        found = kept().filter(reseau__slug=chosen) if wanted else kept()
        if building is None and not form.profile.place:
            return found.order_by(*ORDER)
        return found.annotate(likeness=points(profile)).order_by("-likeness", *ORDER)

    return Directory(form, rows, count, profile, building)


def _count_by_network(rows: CoproprieteQuerySet) -> list[tuple[str, str, int]]:
    """(slug, name, how many) of each network that has rows, by name. One query."""
    return list(
        rows.order_by("reseau__name", "reseau")
        .values_list("reseau__slug", "reseau__name")
        .annotate(count=Count("pk"))
    )


def _kept_counts(
    rows: Callable[[], CoproprieteQuerySet], version: int
) -> list[tuple[str, str, int]]:
    """The counts of the whole directory, for everybody: they read all of it, and move seldom.

    A mandate that ends by itself is counted until the next minute.
    """
    key = f"annuaire:networks:{version}"
    known = cache.get(key)
    if known is None:
        known = _count_by_network(rows())
        cache.set(key, known, KEPT_S)
    return known


def kept_filters(data: Mapping[str, Any]) -> dict[str, str]:
    """The filters of an address that go with another place; the directory reads them again."""
    names = [name for name in DirectoryFilterForm.base_fields if name not in PLACE_FIELDS]
    return {name: data[name] for name in names if data.get(name)}


def url_around(place: Place, filters: Mapping[str, str]) -> str | None:
    """The directory around a place, to three decimals (about a hundred metres), or in its commune
    when only that is known; None outside the mainland."""
    if place.precision == Precision.COMMUNE and place.commune is not None:
        where = {"commune": place.commune.pk}
    elif in_mainland(place.longitude, place.latitude):
        where = {"lat": f"{place.latitude:.3f}", "lon": f"{place.longitude:.3f}"}
    else:
        return None
    return reverse("annuaire:list", query={**filters, **where}, fragment="resultats")


def _building_of(user: object) -> Copropriete | None:
    """The project of the reader, not connected yet: one query, none when signed out."""
    if not getattr(user, "is_authenticated", False):
        return None
    mine = buildings_of(user, timezone.now()).filter(connected_year__isnull=True)
    return mine.select_related("reseau", "nearest_reseau", "commune").first()


def _compared(asked: BuildingProfile, building: Copropriete | None) -> BuildingProfile:
    """The building's facts, those that the filters say taken from the filters."""
    if building is None:
        return asked
    known = BuildingProfile(**profile_facts(building))
    told = {field.name: getattr(asked, field.name) for field in fields(asked)}
    return replace(known, **{name: value for name, value in told.items() if value})


def places_of(directory: Directory) -> dict[str, Any]:
    """GeoJSON: one point per public cell, with the names and addresses of its copropriétés.

    Those without public cell are in the list only; MAP_ROWS copropriétés at most.
    """
    cells: dict[tuple[float, float], list[dict[str, str]]] = {}
    shown = directory.rows.filter(public_longitude__isnull=False, public_latitude__isnull=False)
    for one in shown.for_list()[:MAP_ROWS]:
        place = {"name": one.name, "url": one.get_absolute_url()}
        cells.setdefault((one.public_longitude, one.public_latitude), []).append(place)
    return as_points(cells)


class CoproprieteSitemap(Sitemap):
    """Public copropriétés, for search engines."""

    changefreq = "monthly"

    def items(self) -> Iterable[Copropriete]:
        return Copropriete.objects.with_public_ambassadors().order_by("pk")

    def location(self, item: Copropriete) -> str:
        return item.get_absolute_url()


# An index holds this order (`copropriete_directory`).
ORDER = ("-telling", "-connected_year", "name", "pk")


# The same, of rows that have a copropriété.
OF_COPROPRIETE = tuple(
    f"-copropriete__{name[1:]}" if name[0] == "-" else f"copropriete__{name}" for name in ORDER
)


# The ambassadors of a question: those asked to answer it, those whom its space shows.


# Of another network or territory: left out of the proposals once matched.
SPARE = 3


def ambassadors_for(question: Question, without: Collection[int], limit: int) -> list[Candidate]:
    """Ambassadors who may answer, the best first, with why: never paused or full ones.

    In the space of a network, its own only; in that of a territory, those of its département; in
    the national one, those of the buildings most like the one described.
    """
    reseau = Reseau.objects.filter(space=question.space_id).first()
    matches = match_ambassadeurs(
        reseau=reseau,
        commune=question.commune,
        lots=question.lots,
        period=question.period,
        energy=question.energy,
        heating_mode=question.heating_mode,
        exclude_user=question.author,
        exclude_people=without,
        limit=limit if reseau is None else limit * SPARE,
    )
    return [
        Candidate(
            user=match.ambassadeur.user,
            # The first name alone: a mandate promises no more.
            of=f"{match.ambassadeur.first_name}, {match.copropriete.name}",
            why=", ".join(match.reasons),
        )
        for match in matches
        if _concerned(match, question, reseau)
    ][:limit]


def still_answers(user: User) -> bool:
    """Whether somebody asked to answer is an ambassador still, and not on pause."""
    return Ambassadeur.objects.public().awake().filter(user=user).exists()


def _concerned(match: Match, question: Question, reseau: Reseau | None) -> bool:
    if reseau is not None:
        return match.copropriete.reseau_id == reseau.pk
    if question.space.kind == SpaceKind.TERRITORY:
        commune = match.copropriete.commune
        return bool(commune and commune.departement_id == question.departement_id)
    return True


def ambassadors_of_space(space: Space, limit: int) -> list[Person]:
    """Public ambassadors of the network of a space, or of its département; one query."""
    rows = Ambassadeur.objects.public().of_public_pages()
    if space.kind == SpaceKind.NETWORK:
        rows = rows.filter(copropriete__reseau__space=space)
    else:
        rows = rows.filter(copropriete__commune__departement=space.departement_id)
    shown = rows.select_related("copropriete").order_by(*OF_COPROPRIETE, "pk")[:limit]
    return [
        # The first name alone: a mandate promises no more.
        Person(one.first_name, one.copropriete.name, one.copropriete.get_absolute_url())
        for one in shown
    ]
