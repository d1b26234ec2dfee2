import pytest

URL = "/territoires/communes/"

pytestmark = pytest.mark.django_db


def test_proposals_have_what_the_list_shows(client):
    response = client.get(URL, {"q": "st etienne"})
    assert response.json()["results"][0] == {
        "code": "42218",
        "name": "Saint-Étienne",
        "departement": "42",
        "postcodes": "42000 42100 42230",
    }


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "🙂"}, {"q": "zzzz"}])
def test_nothing_found_is_an_empty_list(client, query):
    response = client.get(URL, query)
    assert response.status_code == 200
    assert response.json() == {"results": []}


@pytest.mark.parametrize(("length", "status"), [(100, 200), (101, 422)])
def test_the_text_is_limited(client, length, status):
    assert client.get(URL, {"q": "a" * length}).status_code == status


def test_a_null_character_is_refused(client):
    assert client.get(URL, {"q": "a\x00b"}).status_code == 422


def test_only_reading(client):
    assert client.post(URL).status_code == 405


def test_browsers_may_keep_the_answer(rf):
    from communaute.territoires.forms import communes

    response = communes(rf.get(URL, {"q": "paris"}))
    assert response["Cache-Control"] == "public, max-age=86400"
