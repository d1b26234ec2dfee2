"""What the search finds among copropriétés: those that an ambassador speaks for."""

from collections.abc import Iterable, Sequence

from django.contrib.auth import get_user_model

from communaute.comptes.models import User
from socle.search.enums import Kind
from socle.search.indexer import found_among, index
from socle.search.sources import Row, Source
from socle.words import network

from .models import Copropriete, RetourExperience

KEY = "coproprietes"
_WHAT = "copropriété ambassadrice ambassadeur raccordée"


def index_building(pk: int) -> None:
    """Bring the index up to date for a building; in the transaction of what changed it."""
    index(KEY, [pk])


def index_buildings_of(networks: set[int]) -> None:
    """Bring the index up to date for the buildings of these networks, whose name they show."""
    rows = Copropriete.objects.filter(reseau__in=networks)
    index(KEY, rows.values_list("pk", flat=True))


def index_buildings_spoken_for_by(user: User) -> None:
    """Bring the index up to date for the buildings that this person speaks for."""
    rows = Copropriete.objects.filter(ambassadeurs__user=user)
    index(KEY, rows.values_list("pk", flat=True))


def with_closed_accounts() -> list[int]:
    """Buildings that are found though nobody who speaks for them has an open account any more: an
    account is closed in a room that knows nothing of buildings."""
    closed = get_user_model().objects.filter(is_active=False)
    spoken_for = Copropriete.objects.filter(ambassadeurs__user__in=closed)
    pks = spoken_for.exclude(pk__in=Copropriete.objects.with_public_ambassadors().values("pk"))
    return found_among(KEY, pks.order_by("pk").values_list("pk", flat=True))


def rows(pks: Sequence[int]) -> Iterable[Row]:
    """The public ones, with the story of their sheet, once published."""
    found = Copropriete.objects.with_public_ambassadors().filter(pk__in=pks)
    sheets = RetourExperience.objects.published().filter(copropriete__in=pks)
    told = {sheet.copropriete_id: sheet.story for sheet in sheets}
    found = found.select_related("reseau", "commune").order_by("pk")
    return [_row(row, told.get(row.pk, [])) for row in found]


def _row(copropriete: Copropriete, story: list[tuple[str, str, str]]) -> Row:
    commune, reseau = copropriete.commune, copropriete.reseau
    size = f"{copropriete.lots} lots, " if copropriete.lots else ""
    told = (
        f"{size}{commune.name}. Raccordée au {network(reseau.name)} depuis "
        f"{copropriete.connected_year}. {copropriete.quote}"
    ).strip()
    place = f"{commune.name} {commune.postcodes} {copropriete.quartier}"
    energy = copropriete.get_former_energy_display()
    return Row(
        pk=copropriete.pk,
        title=copropriete.name,
        url=copropriete.get_absolute_url(),
        lead=f"{_WHAT} {place} {reseau} {energy}",
        text="\n".join([told, *(text for _, _, text in story)]),
        departement=commune.departement_id or "",
    )


def _pks() -> Iterable[int]:
    public = Copropriete.objects.with_public_ambassadors()
    return public.order_by("pk").values_list("pk", flat=True)


SOURCE = Source(KEY, 6, Kind.AMBASSADEUR, rows, _pks)
