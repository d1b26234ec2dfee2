"""`match_ambassadeurs`, rule by rule, each at its limit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes import matching
from ambassadeurs.coproprietes.likeness import metres_per_degree, near_size
from ambassadeurs.coproprietes.matching import for_copropriete, match_ambassadeurs
from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    Copropriete,
    CoproprieteMember,
    Figure,
    RetourExperience,
)
from ambassadeurs.coproprietes.retours.review import sync_card
from ambassadeurs.coproprietes.services import cell_of, centre_of
from tests.ambassadeurs.coproprietes.factories import (
    HIDDEN_TRAITS,
    AmbassadeurFactory,
    CoproprieteFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state

pytestmark = pytest.mark.django_db

# A place that may be shown (the centre of a cell of Grenoble's Île Verte).
LON, LAT = centre_of(*cell_of(5.7411, 45.1941))


def plain(**facts):
    """An ambassador whose building is like nothing, then like what is told."""
    unlike = {"lots": 5000, "period": "", "former_energy": "autre", "heating_mode": ""}
    building = {
        f"copropriete__{name}": facts.pop(name, default) for name, default in unlike.items()
    }
    place = {
        f"copropriete__{name}": facts.pop(name)
        for name in ("reseau", "public_longitude", "public_latitude", "latitude", "longitude")
        if name in facts
    }
    return AmbassadeurFactory(**building, **place, **facts)


def only(**criteria):
    (match,) = match_ambassadeurs(**criteria)
    return match


def metres_north(metres):
    return LAT + metres / metres_per_degree(LAT)[1]


def test_same_network_is_fifty_divided_by_the_load():
    reseau = ReseauFactory()
    mandate = plain(reseau=reseau, max_open=4)
    match = only(reseau=reseau)
    assert (match.score, match.reasons) == (50, ["même réseau"])
    for loaded, score in ((1, 25), (3, 12.5)):
        Ambassadeur.objects.filter(pk=mandate.pk).update(open_demandes=loaded)
        assert only(reseau=reseau).score == score
    for unlike in (only(reseau=ReseauFactory()), only()):
        assert (unlike.score, unlike.reasons) == (0, [])


def test_distance_falls_from_twenty_to_nothing_over_five_kilometres():
    plain(public_longitude=LON, public_latitude=LAT)
    expected = {
        0: (20, ["à moins de 500\xa0m"]),
        500: (18, ["à environ 500\xa0m"]),
        2500: (10, ["à environ 2,5\xa0km"]),
        4999: (0.004, ["à environ 5\xa0km"]),
        5000: (0, []),
    }
    found = {metres: only(longitude=LON, latitude=metres_north(metres)) for metres in expected}
    assert {
        metres: (pytest.approx(one.score, abs=0.02), one.reasons) for metres, one in found.items()
    } == expected
    # A point overseas has none.
    assert only(longitude=55.45, latitude=-20.88).score == 0


def test_distance_is_measured_from_what_is_public_only():
    """However the exact point moves inside its cell, nothing changes for who asks."""
    mandate = plain(public_longitude=LON, public_latitude=LAT, longitude=LON, latitude=LAT)
    criteria = {"longitude": LON + 0.003, "latitude": LAT + 0.002}
    before = only(**criteria)
    Copropriete.objects.filter(pk=mandate.copropriete_id).update(longitude=LON + 0.003)
    after = only(**criteria)
    assert (before.score, before.reasons) == (after.score, after.reasons)


def test_without_public_cell_distance_is_that_of_the_commune_and_is_not_said():
    mandate = plain(longitude=LON, latitude=LAT)
    commune = mandate.copropriete.commune
    match = only(longitude=commune.longitude, latitude=commune.latitude)
    assert match.score == pytest.approx(20)
    assert match.reasons == []


@pytest.mark.parametrize(
    ("lots", "asked", "score"),
    [
        *((29, 60, 0), (30, 60, 15), (120, 60, 15), (121, 60, 0), (None, 60, 0)),
        # An odd size has no half.
        *((29, 59, 0), (30, 59, 15)),
    ],
)
def test_size_from_half_to_twice_is_fifteen(lots, asked, score):
    plain(lots=lots)
    match = only(lots=asked)
    assert match.score == score
    assert match.reasons == ([f"{lots} lots contre vos {asked}"] if score else [])


@pytest.mark.parametrize(
    ("facts", "asked", "score", "words"),
    [
        ({"period": "DE_1961_A_1974"}, {}, 10, ["construction 1961–1974 comme vous"]),
        ({"period": "DE_1949_A_1960"}, {"period": "DE_1961_A_1974"}, 0, []),
        ({"period": "NON_CONNUE"}, {}, 0, []),
        ({"period": ""}, {}, 0, []),
        ({"former_energy": "fioul"}, {}, 10, ["ancien fioul comme vous"]),
        ({"former_energy": "electricite"}, {}, 10, ["autrefois à l’électricité comme vous"]),
        ({"former_energy": "gaz"}, {"former_energy": "fioul"}, 0, []),
        ({"former_energy": "autre"}, {}, 0, []),
        ({"heating_mode": "collectif"}, {}, 5, ["chauffage collectif comme vous"]),
        ({"heating_mode": "collectif"}, {"heating_mode": "individuel"}, 0, []),
    ],
)
def test_same_period_and_former_energy_are_ten_same_heating_mode_five(facts, asked, score, words):
    plain(**facts)
    criteria = facts | asked
    if "former_energy" in criteria:
        criteria = {"energy": criteria["former_energy"]}
    match = only(**criteria)
    assert (match.score, match.reasons) == (score, words)


def sheet(mandate, *, state="publie", status="publie", verified=True):
    retour = RetourExperience.objects.create(
        copropriete=mandate.copropriete, author=mandate.user, state=state
    )
    put_in_state(retour, status)
    Figure.objects.create(
        retour=retour,
        key="cout_avant",
        value=1200,
        year=2024,
        verified_at=timezone.now() if verified else None,
    )
    sync_card(retour)


@pytest.mark.parametrize(
    ("facts", "score"),
    [({}, 10), ({"verified": False}, 5), ({"state": "brouillon"}, 0), ({"status": "masque"}, 0)],
)
def test_a_published_sheet_is_five_and_its_verified_figures_are_five_more(facts, score):
    sheet(plain(), **facts)
    match = only()
    assert match.score == score
    assert match.reasons == (["chiffres vérifiés"] if score == 10 else [])


def test_of_two_alike_who_tells_more_and_answers_better_comes_first_whatever_the_day():
    """Which does not outweigh the network."""
    quiet, telling = plain(reseau=ReseauFactory()), plain(copropriete__telling=12)
    for day in range(1, 8):
        matches = match_ambassadeurs(day=date(2026, 12, day))
        assert [match.ambassadeur for match in matches] == [telling, quiet]
    own = match_ambassadeurs(reseau=quiet.copropriete.reseau)
    assert own[0].ambassadeur == quiet


def test_all_together():
    reseau = ReseauFactory()
    place = {"public_longitude": LON, "public_latitude": LAT}
    facts = {"lots": 62, "period": "DE_1961_A_1974", "heating_mode": "collectif"}
    sheet(plain(reseau=reseau, former_energy="fioul", **place, **facts))
    asked = facts | {"lots": 58, "energy": "fioul"}
    match = only(reseau=reseau, longitude=LON, latitude=LAT, **asked)
    assert match.score == pytest.approx(120)
    assert match.reasons == [
        "même réseau",
        "à moins de 500\xa0m",
        "62 lots contre vos 58",
        "construction 1961–1974 comme vous",
        "ancien fioul comme vous",
        "chauffage collectif comme vous",
        "chiffres vérifiés",
    ]


# The second day of a month: yesterday is of the same one.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"open_demandes": 1}, True),
        ({"open_demandes": 2}, False),
        ({"max_open": 0}, False),
        ({"demandes_month": "2026-03", "demandes_this_month": 3}, True),
        ({"demandes_month": "2026-03", "demandes_this_month": 4}, False),
        ({"demandes_month": "2026-02", "demandes_this_month": 4}, True),
        ({"max_per_month": 0}, False),
        ({"paused_until": NOON.date()}, False),
        ({"paused_until": NOON.date() - timedelta(days=1)}, True),
        ({"copropriete__connected_year": None}, False),
        *[({trait: True}, False) for trait in HIDDEN_TRAITS],
    ],
)
def test_who_may_be_written_to(monkeypatch, facts, found):
    stop(monkeypatch, at=NOON)
    AmbassadeurFactory(takes_visits=True, **facts)
    assert Ambassadeur.objects.contactable().exists() is found
    assert bool(match_ambassadeurs()) is bool(match_ambassadeurs(visits=True)) is found
    has_room = Ambassadeur.objects.with_room(NOON.date())
    assert has_room.exists() is not Ambassadeur.objects.get().is_full


def test_never_oneself_nor_one_of_ones_own_building():
    mandate = AmbassadeurFactory()
    AmbassadeurFactory(copropriete=mandate.copropriete)
    assert match_ambassadeurs(exclude_user=mandate.user) == []
    neighbour = UserFactory()
    assert match_ambassadeurs(exclude_user=neighbour)
    CoproprieteMember.objects.create(copropriete=mandate.copropriete, user=neighbour)
    assert match_ambassadeurs(exclude_user=neighbour) == []
    assert for_copropriete(mandate.copropriete) == []


def test_one_proposal_per_building_the_least_loaded():
    busy = AmbassadeurFactory(open_demandes=1, takes_visits=True)
    free = AmbassadeurFactory(copropriete=busy.copropriete)
    assert only(lots=60).ambassadeur == free
    # Visits keep those who take them.
    assert only(lots=60, visits=True).ambassadeur == busy


def test_best_first_and_no_more_than_asked():
    near = plain(lots=60)
    same = plain(reseau=ReseauFactory(), max_open=4)
    plain()
    asked = {"reseau": same.copropriete.reseau, "lots": 60}
    assert [one.ambassadeur for one in match_ambassadeurs(**asked, limit=2)] == [same, near]
    # A loaded neighbour leaves its place to a free one far away.
    Ambassadeur.objects.filter(pk=same.pk).update(open_demandes=3)
    assert match_ambassadeurs(**asked, limit=1)[0].ambassadeur == near


def test_equal_scores_keep_their_order_all_day_and_turn_the_next():
    AmbassadeurFactory.create_batch(8)
    first = date(2026, 1, 5)
    orders = {
        day: [
            match.ambassadeur.pk
            for match in match_ambassadeurs(day=first + timedelta(days=day), limit=8)
        ]
        for day in range(7)
    }
    again = [match.ambassadeur.pk for match in match_ambassadeurs(day=first, limit=8)]
    assert again == orders[0]
    assert len({order[0] for order in orders.values()}) >= 3


def test_beyond_the_pool_each_gets_its_day(monkeypatch):
    monkeypatch.setattr(matching, "FAR_POOL", 2)
    everybody = {mandate.pk for mandate in AmbassadeurFactory.create_batch(6)}
    seen = set()
    for shift in range(3):
        day = date(2026, 1, 5) + timedelta(days=shift)
        found = {match.ambassadeur.pk for match in match_ambassadeurs(day=day)}
        assert len(found) == 2
        seen |= found
    assert seen == everybody


def test_for_a_building_its_own_facts_are_compared():
    reseau = ReseauFactory()
    project = CoproprieteFactory(
        reseau=None, connected_year=None, former_energy="", current_energy="fioul"
    )
    Copropriete.objects.filter(pk=project.pk).update(nearest_reseau=reseau)
    project.refresh_from_db()
    plain(reseau=reseau, former_energy="fioul", lots=62)
    (match,) = for_copropriete(project)
    assert match.score == 95
    assert match.reasons == [
        *("même réseau", "même commune"),
        *("62 lots contre vos 60", "ancien fioul comme vous"),
    ]


def beyond_the_border(commune):
    """In the commune next door, five hundred metres north of the town hall of this one."""
    return plain(
        copropriete__commune_id="38421",
        public_longitude=commune.longitude,
        public_latitude=commune.latitude + 500 / metres_per_degree(commune.latitude)[1],
    )


@pytest.mark.parametrize("pool", [500, 1])
def test_without_point_the_place_is_the_commune(monkeypatch, pool):
    """Dijon and Rennes come after Grenoble and its neighbour, whatever the share of the day."""
    monkeypatch.setattr(matching, "FAR_POOL", pool)
    plain(copropriete__commune_id="35238")
    here = plain()
    plain(copropriete__commune_id="21231")
    next_door = beyond_the_border(here.copropriete.commune)
    project = CoproprieteFactory(reseau=None, connected_year=None, heating_mode="")
    matches = for_copropriete(project, limit=2)
    assert [match.ambassadeur.pk for match in matches] == [here.pk, next_door.pk]
    assert [match.score for match in matches] == pytest.approx([20, 18], abs=0.02)
    # No distance is told from a town hall.
    assert [match.reasons for match in matches] == [["même commune"], []]


@pytest.mark.parametrize(("load", "first"), [(0, "here"), (1, "next door")])
def test_of_a_commune_alone_its_own_come_first_unless_one_next_door_is_freer(load, first):
    here = plain(open_demandes=load)
    next_door = beyond_the_border(here.copropriete.commune)
    (match,) = match_ambassadeurs(commune=here.copropriete.commune, limit=1)
    assert match.ambassadeur == {"here": here, "next door": next_door}[first]


@pytest.mark.parametrize("rows", [1, 12])
def test_five_queries_at_most(django_assert_max_num_queries, rows):
    reseau = ReseauFactory()
    AmbassadeurFactory.create_batch(rows)
    with django_assert_max_num_queries(5):
        for match in match_ambassadeurs(reseau=reseau, lots=60, longitude=LON, latitude=LAT):
            str(match.copropriete.commune.name + match.copropriete.reseau.name)
    project = CoproprieteFactory(reseau=None, connected_year=None)
    with django_assert_max_num_queries(5):
        for_copropriete(project)


@pytest.mark.parametrize(("lots", "like"), [(61, (31, 122)), (1, (1, 2))], ids=["odd", "one"])
def test_near_size_is_from_half_to_twice_as_many_lots(lots, like):
    least, most = like
    inside = {CoproprieteFactory(lots=size).pk for size in {least, lots, most}}
    for size in (least - 1, most + 1):
        CoproprieteFactory(lots=size)
    assert set(Copropriete.objects.filter(near_size(lots)).values_list("pk", flat=True)) == inside
