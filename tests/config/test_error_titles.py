"""A page that comes back with an error says so first, in its title: it is what is read aloud."""

import pytest

from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db

WRONG = [
    ("/comptes/connexion/", {"login": "a@b.fr", "password": "rien de tel"}),
    ("/comptes/connexion/code/", {"email": "pas une adresse"}),
    ("/comptes/inscription/", {"email": "pas une adresse"}),
    ("/comptes/mot-de-passe/oublie/", {"email": "pas une adresse"}),
    ("/communaute/questions/poser/", {"title": "?"}),
]


def title_of(response):
    return response.content.decode().partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize(("address", "data"), WRONG)
def test_a_wrong_form_says_so_in_the_title(client, address, data):
    assert not title_of(client.get(address)).startswith("Erreur")
    assert title_of(client.post(address, data)).startswith("Erreur – ")


def test_reports_and_answers_too(client):
    question = QuestionFactory()
    report = client.post(f"/moderation/signaler/question/{question.pk}/", {"category": ""})
    answer = client.post(f"/communaute/questions/{question.pk}/repondre/", {"body": "non"})
    for response in (report, answer):
        assert title_of(response).startswith("Erreur – ")


@pytest.mark.parametrize(
    "address",
    [
        "/agenda/?mois=abc",
        "/ambassadeurs/?lots=abc",
        f"/recherche/?q={'a' * 201}",
        "/reseaux/?departement=abc",
        "/simuler/?logements=abc",
        "/stats/?du=abc",
        "/stats/rapport/?du=abc",
        "/moderation/transparence/?periode=abc",
    ],
)
def test_a_wrong_filter_too_and_its_field_is_at_hand(client, address):
    page = client.get(address)
    assert title_of(page).startswith("Erreur – ")
    target = page.text.partition('id="erreurs"')[2].partition('href="#')[2].partition('"')[0]
    assert f' id="{target}"' in page.text
    bare = client.get(address.partition("?")[0])
    assert not title_of(bare).startswith("Erreur")
    assert 'id="erreurs"' not in bare.text


def test_a_wrong_code_too(client):
    client.post("/comptes/connexion/code/", {"email": "personne@exemple.test"})
    address = "/comptes/connexion/code/saisie/"
    assert not title_of(client.get(address)).startswith("Erreur")
    assert title_of(client.post(address, {"code": "000-000"})).startswith("Erreur – ")
