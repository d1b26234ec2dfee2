import pytest
import shapely
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.perms import can_edit_building
from ambassadeurs.coproprietes.projects import services as projects
from ambassadeurs.coproprietes.services import cell_of
from ambassadeurs.reseaux.geometry import to_lambert
from ambassadeurs.reseaux.importers import import_files
from ambassadeurs.reseaux.services import bump_geo_version, set_trace
from communaute.territoires.models import Commune
from tests.ambassadeurs.reseaux.factories import GRENOBLE_DEGREES, ReseauFactory
from tests.ambassadeurs.reseaux.open_data import network, write
from tests.clock import NOON
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, CoproprieteFactory

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
    """And to its public ambassadors."""
    building = build(user, grenoble)
    assert list(projects.buildings_of(user)) == [building]
    assert can_edit_building(user, building)
    assert building.heating_mode == ""
    other = UserFactory()
    assert not can_edit_building(other, building)
    assert list(projects.buildings_of(other)) == []
    with pytest.raises(CoproprieteNotAllowed):
        projects.update_building(actor=other, copropriete=building, lots=3)
    traits = ({}, {"pending": True}, {"withdrawn": True}, {"expired": True})
    mandates = [AmbassadeurFactory(**trait) for trait in traits]
    may = [can_edit_building(one.user, one.copropriete) for one in mandates]
    assert may == [True, False, False, False]


def test_a_building_is_described_once(user, grenoble):
    first = build(user, grenoble, address="4 rue Bayard")
    assert build(user, grenoble, address="4 rue Bayard ", lots=12) == first
    numbered = build(user, grenoble, address="6 rue Bayard", register_number="AA1234567")
    renamed = {"actor": user, "name": "Bayard", "commune": grenoble}
    assert projects.create_building(**renamed, register_number="AA1234567") == numbered
    others = {build(user, grenoble, address="8 rue Bayard"), build(UserFactory(), grenoble)}
    assert Copropriete.objects.count() == len({first, numbered} | others)


@pytest.mark.parametrize(
    ("commune", "place"),
    [
        ("38185", GRENOBLE | {"longitude": None}),
        ("38185", GRENOBLE | {"latitude": None}),
        ("97411", {"longitude": 55.45, "latitude": -20.88}),
    ],
)
def test_half_a_place_is_none_and_overseas_has_no_distance(user, commune, place):
    trace_at(ReseauFactory(), 93)
    building = build(user, Commune.objects.get(pk=commune), **place)
    assert building.distance_m is None
    assert (building.longitude is None) is (building.latitude is None) is (commune == "38185")


def test_visible_to_is_the_public_ones_and_ones_own(user, grenoble):
    building = build(user, grenoble)
    public = AmbassadeurFactory().copropriete
    CoproprieteFactory(name="sans ambassadeur")
    seen = {who: set(Copropriete.objects.visible_to(who)) for who in (AnonymousUser(), user)}
    assert seen == {AnonymousUser(): {public}, user: {public, building}}
    assert set(Copropriete.objects.visible_to(UserFactory())) == {public}


YEAR = timezone.localdate(NOON).year


@pytest.mark.parametrize(
    ("fact", "bad", "good"),
    [
        ("boiler_year", (1600, 1949, YEAR + 1, 2090), (1950, YEAR)),
        ("lots", (0, 10_001), (1, 10_000)),
        ("dwellings", (0, 10_001), (1, 10_000)),
        ("boiler_power_kw", (9, 50_001), (10, 50_000)),
        ("register_number", ("12345", "AA12345678", "aa1234567"), ("AA1234567", "")),
        ("period", ("PREHISTOIRE",), ("AVANT_1949", "")),
        ("name", ("  ",), ("Les Cèdres",)),
    ],
)
def test_each_limit(user, grenoble, fact, bad, good):
    told = {"name": "Les Tilleuls", "commune": grenoble}
    for value in bad:
        with pytest.raises(ValidationError) as problem:
            projects.create_building(actor=user, **told | {fact: value})
        assert fact in problem.value.error_dict
    for value in good:
        made = projects.create_building(actor=UserFactory(), **told | {fact: value})
        assert getattr(made, fact) == value


def test_what_is_not_a_fact_is_refused(user, grenoble):
    with pytest.raises(TypeError):
        build(user, grenoble, connected_year=2020)
    building = build(user, grenoble)
    with pytest.raises(TypeError):
        projects.update_building(actor=user, copropriete=building, distance_m=1)


def test_a_new_address_forgets_the_old_place(user, grenoble):
    trace_at(ReseauFactory(), 93)
    building = build(user, grenoble, address="1 rue A", **GRENOBLE)
    row = projects.update_building(actor=user, copropriete=building, address="2 rue B")
    assert (row.longitude, row.distance_m, row.nearest_reseau) == (None, None, None)
    place = (GRENOBLE["longitude"], GRENOBLE["latitude"])
    row = projects.update_building(actor=user, copropriete=row, address="1 rue A", place=place)
    assert row.distance_m == 93


def test_the_last_to_leave_takes_the_building_away(user, grenoble):
    """One that is connected stays."""
    building, connected = build(user, grenoble), CoproprieteFactory()
    other = UserFactory()
    building.memberships.create(user=other)
    connected.memberships.create(user=user)
    assert projects.leave_building(actor=user, copropriete=connected) is False
    assert projects.leave_building(actor=user, copropriete=building) is False
    assert list(projects.buildings_of(user)) == []
    assert projects.leave_building(actor=user, copropriete=building) is False
    assert projects.leave_building(actor=other, copropriete=building) is True
    assert Copropriete.objects.get() == connected
    assert projects.leave_building(actor=other, copropriete=building) is True


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
    assert projects.update_building(actor=user, copropriete=building, lots=61).lots == 61


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
    assert projects.remeasure() == 0
    with django_capture_on_commit_callbacks(execute=True):
        import_files([write(tmp_path, network(identifiant="3803C"))], dry_run=True)
    building.refresh_from_db()
    assert building.nearest_reseau.identifiant == "3802C"
