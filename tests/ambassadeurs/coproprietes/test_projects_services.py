import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.perms import can_edit_building
from ambassadeurs.coproprietes.projets import services as projects
from ambassadeurs.coproprietes.services import cell_of
from ambassadeurs.reseaux.geometry import to_lambert
from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.models import AddressTest
from ambassadeurs.reseaux.services import bump_geo_version, set_trace
from communaute.territoires.models import Commune
from tests.ambassadeurs.reseaux.factories import GRENOBLE_DEGREES, ReseauFactory
from tests.ambassadeurs.reseaux.open_data import network, write
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, CoproprieteFactory, FigureFactory, RetourFactory

pytestmark = pytest.mark.django_db

GRENOBLE = {"longitude": 5.7245, "latitude": 45.1885}


@pytest.fixture
def grenoble():
    return Commune.objects.get(pk="38185")


@pytest.fixture
def user():
    return UserFactory()


def build(user, commune, **facts):
    return projects.create_building(actor=user, name="Les Tilleuls", commune=commune, **facts)


def trace_at(reseau, east_m):
    """A pipe running north, `east_m` metres east of the building of GRENOBLE."""
    x, y = to_lambert(GRENOBLE["longitude"], GRENOBLE["latitude"])
    set_trace(
        reseau,
        shapely.MultiLineString([[(x + east_m, y - 500), (x + east_m, y + 500)]]),
        source_hash=str(east_m),
    )
    reseau.has_trace = True
    reseau.save()
    bump_geo_version()


def test_a_building_belongs_to_who_creates_it(user, grenoble):
    building = build(user, grenoble)
    assert list(projects.buildings_of(user)) == [building]
    assert can_edit_building(user, building)
    assert building.heating_mode == ""
    other = UserFactory()
    assert not can_edit_building(other, building)
    assert list(projects.buildings_of(other)) == []


def test_a_building_is_described_once(user, grenoble):
    first = build(user, grenoble, address="4 rue Bayard")
    assert build(user, grenoble, address="4 rue Bayard ", lots=12) == first
    numbered = build(user, grenoble, address="6 rue Bayard", register_number="AA1234567")
    renamed = {"actor": user, "name": "Bayard", "commune": grenoble}
    assert projects.create_building(**renamed, register_number="AA1234567") == numbered
    others = {build(user, grenoble, address="8 rue Bayard"), build(UserFactory(), grenoble)}
    assert Copropriete.objects.count() == len({first, numbered} | others)


@pytest.mark.parametrize("missing", ["longitude", "latitude"])
def test_half_a_place_is_none(user, grenoble, missing):
    building = build(user, grenoble, **GRENOBLE | {missing: None})
    assert (building.longitude, building.latitude, building.distance_m) == (None, None, None)


def test_buildings_with_figures_tell_both_costs_or_a_figure_online():
    both = CoproprieteFactory(cost_before=900, cost_after=700)
    CoproprieteFactory()
    online = RetourFactory(published=True)
    FigureFactory(retour=online)
    FigureFactory(retour=RetourFactory())
    Copropriete.objects.exclude(pk=both.pk).update(cost_after=None)
    assert set(Copropriete.objects.with_figures()) == {both, online.copropriete}


def test_visible_to_is_the_public_ones_and_ones_own(user, grenoble):
    building = build(user, grenoble)
    public = AmbassadeurFactory().copropriete
    CoproprieteFactory(name="sans ambassadeur")
    seen = {who: set(Copropriete.objects.visible_to(who)) for who in (AnonymousUser(), user)}
    assert seen == {AnonymousUser(): {public}, user: {public, building}}
    assert set(Copropriete.objects.visible_to(UserFactory())) == {public}


def test_a_public_ambassador_may_edit_a_withdrawn_one_may_not():
    mandate = AmbassadeurFactory()
    assert can_edit_building(mandate.user, mandate.copropriete)
    for trait in ("pending", "withdrawn", "expired"):
        hidden = AmbassadeurFactory(**{trait: True})
        assert not can_edit_building(hidden.user, hidden.copropriete)


YEAR = timezone.localdate().year


@pytest.mark.parametrize(
    ("fact", "bad", "good"),
    [
        ("boiler_year", (1600, 1949, YEAR + 1, 2090), (1950, YEAR)),
        ("lots", (0, 10_001), (1, 10_000)),
        ("dwellings", (0, 10_001), (1, 10_000)),
        ("boiler_power_kw", (9, 50_001), (10, 50_000)),
        ("register_number", ("12345", "AA12345678", "aa1234567"), ("AA1234567", "")),
        ("period", ("PREHISTOIRE",), ("AVANT_1949", "")),
    ],
)
def test_each_limit(user, grenoble, fact, bad, good):
    for value in bad:
        with pytest.raises(ValidationError) as problem:
            build(user, grenoble, **{fact: value})
        assert fact in problem.value.error_dict
    for value in good:
        assert getattr(build(UserFactory(), grenoble, **{fact: value}), fact) == value


def test_a_name_is_needed(user, grenoble):
    with pytest.raises(ValidationError):
        projects.create_building(actor=user, name="  ", commune=grenoble)
    assert not Copropriete.objects.exists()


def test_what_is_not_a_fact_is_refused(user, grenoble):
    with pytest.raises(TypeError):
        build(user, grenoble, connected_year=2020)
    building = build(user, grenoble)
    with pytest.raises(TypeError):
        projects.update_building(actor=user, copropriete=building, distance_m=1)


def test_only_members_change_a_building(user, grenoble):
    building = build(user, grenoble)
    with pytest.raises(CoproprieteNotAllowed):
        projects.update_building(actor=UserFactory(), copropriete=building, lots=3)


def test_the_place_of_a_connected_building_stays(user):
    mandate = AmbassadeurFactory()
    with pytest.raises(CoproprieteNotAllowed):
        projects.update_building(
            actor=mandate.user, copropriete=mandate.copropriete, address="ailleurs"
        )
    row = projects.update_building(actor=mandate.user, copropriete=mandate.copropriete, lots=61)
    assert row.lots == 61


def test_distance_is_measured_at_creation_and_after_each_import(user, grenoble):
    reseau = ReseauFactory()
    trace_at(reseau, 93)
    building = build(user, grenoble, **GRENOBLE)
    assert (building.nearest_reseau, building.distance_m) == (reseau, 93)
    trace_at(reseau, 150)
    assert projects.remeasure() == 1
    building.refresh_from_db()
    assert building.distance_m == 150
    assert projects.remeasure() == 0


def test_a_new_address_forgets_the_old_place(user, grenoble):
    trace_at(ReseauFactory(), 93)
    building = build(user, grenoble, address="1 rue A", **GRENOBLE)
    row = projects.update_building(actor=user, copropriete=building, address="2 rue B")
    assert (row.longitude, row.distance_m, row.nearest_reseau) == (None, None, None)
    place = (GRENOBLE["longitude"], GRENOBLE["latitude"])
    row = projects.update_building(actor=user, copropriete=row, address="1 rue A", place=place)
    assert row.distance_m == 93


def test_overseas_has_no_distance(user):
    trace_at(ReseauFactory(), 93)
    commune = Commune.objects.get(pk="97411")
    building = build(user, commune, longitude=55.45, latitude=-20.88)
    assert building.distance_m is None


def test_the_distance_of_an_address_test_is_kept(user, grenoble):
    reseau = ReseauFactory()
    test = AddressTest.objects.create(
        outcome="reseau_existant_tres_proche",
        precision="adresse",
        distance_m=42,
        reseau=reseau,
        commune=grenoble,
        in_pdp=True,
    )
    building = build(user, grenoble, address_test=test)
    assert (building.distance_m, building.nearest_reseau, building.in_pdp) == (42, reseau, True)


def test_the_last_to_leave_takes_the_building_away(user, grenoble):
    building = build(user, grenoble)
    other = UserFactory()
    building.memberships.create(user=other)
    assert projects.leave_building(actor=user, copropriete=building) is False
    assert list(projects.buildings_of(user)) == []
    assert projects.leave_building(actor=user, copropriete=building) is False
    assert projects.leave_building(actor=other, copropriete=building) is True
    assert not Copropriete.objects.exists()
    assert projects.leave_building(actor=other, copropriete=building) is True


def test_a_connected_building_stays_when_its_members_leave(user):
    building = CoproprieteFactory()
    building.memberships.create(user=user)
    assert projects.leave_building(actor=user, copropriete=building) is False
    assert Copropriete.objects.filter(pk=building.pk).exists()


def test_a_connected_building_gets_its_first_address_and_no_other(user):
    building = CoproprieteFactory(address="")
    building.memberships.create(user=user)
    longitude, latitude = GRENOBLE_DEGREES
    told = {"actor": user, "copropriete": building, "place": (longitude, latitude)}
    with pytest.raises(CoproprieteNotAllowed):
        projects.update_building(**told, address="3 place", commune=Commune.objects.get(pk="21231"))
    row = projects.update_building(**told, address="33 boulevard Clemenceau")
    assert (row.address, row.longitude) == ("33 boulevard Clemenceau", longitude)
    assert (row.grid_x, row.grid_y) == cell_of(longitude, latitude)
    with pytest.raises(CoproprieteNotAllowed):
        projects.update_building(**told, address="34 boulevard Clemenceau")


def test_an_import_of_networks_measures_again(
    user, grenoble, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    longitude, latitude = GRENOBLE_DEGREES
    building = build(user, grenoble, longitude=longitude, latitude=latitude)
    assert building.distance_m is None
    with django_capture_on_commit_callbacks(execute=True):
        import_files([write(tmp_path, network())])
    building.refresh_from_db()
    assert building.nearest_reseau.identifiant == "3802C"
    assert building.distance_m == 226
    with django_capture_on_commit_callbacks(execute=True):
        import_files([write(tmp_path, network(identifiant="3803C"))], dry_run=True)
    building.refresh_from_db()
    assert building.nearest_reseau.identifiant == "3802C"
