"""Networks in the site search and in the site map."""

import pytest

from ambassadeurs.reseaux.communes_search import SOURCE as COMMUNES
from ambassadeurs.reseaux.communes_search import code_of, index_communes, number_of
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.search import SOURCE, index_networks, network_shortcuts
from ambassadeurs.reseaux.services import set_operator
from communaute.territoires.models import Commune
from socle.search import indexer
from socle.search.results import find
from tests.communaute.comptes.factories import OrganisationFactory

from .factories import ReseauFactory, ensure_space

pytestmark = pytest.mark.django_db


def found(query):
    return [line.url for line in find(query).lines]


def test_the_site_search_finds_a_network():
    reseau = ReseauFactory(
        name="Réseau de Grenoble", identifiant="3802C", exploitant_name="Chauffage (CCIAG)"
    )
    cold = ReseauFactory(name="Réseau de froid", kind="froid", communes_label="Grenoble")
    index_networks([reseau.pk, cold.pk])
    queries = ("3802c", "grenoble", "RESEAU grenoble", "CCIAG", "38000", "réseau de grenobel")
    wanted = {key: [reseau.get_absolute_url()] for key in queries} | {"Bordeaux": []}
    assert {query: found(query) for query in wanted} == wanted
    assert not [one for one in indexer.differences() if one.source == SOURCE.key]


def test_a_network_is_found_under_the_name_that_its_pages_give_to_its_operator():
    reseau = ReseauFactory(name="Les Granges", exploitant_name="Compagnie de chauffage")
    set_operator(reseau=reseau, organisation=OrganisationFactory(name="Chaleur des Alpes"))
    (line,) = find("granges").lines
    assert "Chaleur des Alpes" in line.extract
    assert "Compagnie" not in line.extract
    assert found("compagnie chauffage") == [reseau.get_absolute_url()]


def test_a_space_renamed_is_found_by_its_new_name():
    from tests.communaute.questions.factories import QuestionFactory

    reseau = ReseauFactory(name="Les Granges")
    question = QuestionFactory(space=ensure_space(reseau))
    indexer.rebuild(["questions"])
    reseau.name = "Les Hauts"
    ensure_space(reseau)
    assert question.get_absolute_url() in found(reseau.name)


def test_a_number_goes_to_its_network():
    """One that we do not know, to the list."""
    address = ReseauFactory(identifiant="3802C").get_absolute_url()
    wanted = {"3802c": [address], "3802C": [address], " 3802c ": [address], "7501C": ["/reseaux/"]}
    assert {one: [line.url for line in network_shortcuts(one)] for one in wanted} == wanted


def test_a_commune_goes_to_its_networks():
    ReseauFactory().communes.add(Commune.objects.get(code="38185"))
    queries = (
        *("38000", "grenoble", "réseau de Grenoble", "reseau grenoble", "38185"),
        *("chauffage urbain à Grenoble", "38000 Grenoble", "Grenoble (38)"),
    )
    lines = {query: network_shortcuts(query)[0] for query in queries}
    assert {query: (one.url, one.departement) for query, one in lines.items()} == dict.fromkeys(
        queries, ("/reseaux/?commune=38185", "38")
    )
    assert lines["38000"].title.endswith("à Grenoble")
    # Without network, to the address test.
    line = network_shortcuts("Le Mans")[0]
    assert (line.title, line.url) == ("Aucun réseau connu au Mans", "/mon-adresse/")


def test_an_address_goes_to_its_test_without_standing_in_a_link(client):
    queries = ["12 rue des Lilas, Grenoble", "3 bis avenue Foch", "rue de la République Dijon"]
    found = [one.address for query in queries for one in network_shortcuts(query)]
    assert found == queries
    page = client.get("/recherche/", {"q": queries[0]}).text
    assert 'action="/mon-adresse/" method="post"' in page


def test_other_words_have_no_straight_line():
    words = ("", "!!!", "'", "%", "prix", "les aides", "e", "12", "grenob", "réseau", "a" * 200)
    assert {query: network_shortcuts(query) for query in words} == {key: [] for key in words}


def test_straight_lines_cost_few_queries(django_assert_max_num_queries):
    for query in ("réseau de chaleur de Grenoble", "prix de la chaleur", "38000", "7501C"):
        with django_assert_max_num_queries(5):
            network_shortcuts(query)


def test_the_site_map_holds_heat_networks(client):
    reseau = ReseauFactory()
    cold = ReseauFactory(kind="froid")
    assert "/sitemap-reseaux.xml" in client.get("/sitemap.xml").content.decode()
    text = client.get("/sitemap-reseaux.xml").content.decode()
    assert reseau.get_absolute_url() in text
    assert cold.get_absolute_url() not in text


@pytest.fixture
def served():
    """Grenoble, Ajaccio and Paris have networks; Le Mans has none."""
    for code, name in (("38185", "Réseau des Granges"), ("2A004", "Aspretto"), ("75056", "Lutèce")):
        ReseauFactory(name=name).communes.set([Commune.objects.get(code=code)])
    index_communes()


def test_a_commune_with_a_network_is_a_result_that_leads_to_it(served):
    codes = {"grenobel": "38185", "20000": "2A004", "ajacio": "2A004", "paris": "75056"}
    shown = {query: find(query) for query in codes}
    missing = {
        query: code
        for query, code in codes.items()
        if f"/reseaux/?commune={code}"
        not in [one.url for one in (*shown[query].shortcuts, *shown[query].lines)]
    }
    assert missing == {}
    assert not [one for one in indexer.differences() if one.source == COMMUNES.key]
    # One that loses its network is no longer found.
    Reseau.objects.get(name="Réseau des Granges").communes.clear()
    index_communes()
    assert found("grenobel") == []


def test_a_commune_says_its_networks_and_is_not_said_twice(served):
    (line,) = find("grenobel").lines
    assert (line.kind, line.extract[:40]) == (
        "Communes",
        "1 réseau de chaleur : Réseau des Granges",
    )
    results = find("grenoble")
    assert [one.url for one in results.shortcuts] == ["/reseaux/?commune=38185"]
    assert [line.url for line in results.lines] == ["/reseaux/?commune=38185"]
    index_networks([Reseau.objects.get(name="Réseau des Granges").pk])
    assert "/reseaux/?commune=38185" not in found("grenoble")


@pytest.mark.parametrize("code", ["38185", "2A004", "01004", "97411"])
def test_the_key_of_a_commune_is_its_code(code):
    assert code_of(number_of(code)) == code
