"""The map of the operator's desk: communes of one's own demandes, nothing nearer."""

import pytest

from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.ambassadeurs.demandes.factories import SENT, DemandeFactory

pytestmark = pytest.mark.django_db
MAP = "/exploitant/carte.geojson"
EXACT = (5.731234, 45.187654)


def demande(operator, sent=None, **facts):
    return DemandeFactory(
        exploitant=True, organisation=operator, sent=SENT if sent is None else sent, **facts
    )


def test_a_commune_has_one_point_and_all_its_demandes(desk_client, operator):
    made = [demande(operator), demande(operator)]
    paris = demande(operator, commune_id="75056", departement_id="75")
    response = desk_client.get(MAP)
    assert response["Content-Type"] == "application/geo+json"
    data = response.json()
    grenoble, other = data["features"]
    commune = Commune.objects.get(code="38185")
    assert grenoble["geometry"]["coordinates"] == [commune.longitude, commune.latitude]
    assert grenoble["properties"]["count"] == 2
    assert [place["url"] for place in grenoble["properties"]["places"]] == [
        f"/exploitant/demandes/{demande.public_id}/" for demande in made
    ]
    assert other["properties"]["places"] == [
        {
            "name": f"Les Tilleuls, {paris.commune.name}",
            "url": f"/exploitant/demandes/{paris.public_id}/",
        }
    ]
    assert data["bbox"][0] < data["bbox"][2]
    assert data["bbox"][1] < data["bbox"][3]


def test_the_place_of_the_building_is_never_there(desk_client, operator):
    longitude, latitude = EXACT
    building = CoproprieteFactory(longitude=longitude, latitude=latitude, name="Nom jamais envoyé")
    demande(operator, {**SENT, "address": "12 rue Dite"}, copropriete=building)
    text = desk_client.get(MAP).text
    for secret in (str(longitude), str(latitude), "rue Dite", "Nom jamais envoyé"):
        assert secret not in text


def test_a_commune_that_was_not_sent_is_not_shown(desk_client, operator):
    demande(operator, {key: value for key, value in SENT.items() if key != "commune"})
    data = desk_client.get(MAP).json()
    assert data["features"] == []
    assert "bbox" not in data


def test_others_demandes_and_requests_for_advice_are_never_there(desk_client, operator):
    DemandeFactory(exploitant=True)
    DemandeFactory(agence=True)
    DemandeFactory(agence=True, organisation=operator)
    assert desk_client.get(MAP).json()["features"] == []


def test_the_filters_are_those_of_the_list(desk_client, operator):
    demande(operator)
    assert len(desk_client.get(f"{MAP}?logements=58").json()["features"]) == 1
    assert desk_client.get(f"{MAP}?logements=59").json()["features"] == []
    assert desk_client.get(f"{MAP}?logements=abc").status_code == 422


def test_a_map_is_offered_with_the_list_and_its_filters(desk_client, operator):
    assert "data-map" not in desk_client.get("/exploitant/").text
    demande(operator)
    page = desk_client.get("/exploitant/?logements=10&page=1").text
    assert f'data-source="{MAP}?logements=10"' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_map_asks_as_little_at_one_row_as_at_thirty(
    desk_client, operator, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        demande(operator)
    desk_client.get(MAP)
    with django_assert_max_num_queries(6):
        desk_client.get(MAP)
