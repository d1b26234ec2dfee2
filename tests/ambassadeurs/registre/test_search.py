import pytest

from ambassadeurs.registre import index
from ambassadeurs.registre.importer import ImportReport, import_register
from ambassadeurs.registre.models import RegisteredCopropriete
from tests.communaute.comptes.factories import UserFactory

from .rnic import line, write_new

pytestmark = pytest.mark.django_db

ADDRESS = "/mon-compte/copropriete/registre/"


@pytest.fixture
def register(tmp_path):
    def place(number, name, street, code, town, postcode):
        return line(
            number,
            nom_d_usage_de_la_copropriete=name,
            numero_et_voie_adresse_de_reference=street,
            code_officiel_commune=code,
            commune_adresse_de_reference=town,
            code_postal_adresse_de_reference=postcode,
            adresse_complementaire_1="",
        )

    path = write_new(
        tmp_path / "rnic.csv",
        line(),
        place("AA0000002", "Le Clos Saint-Éloi", "1 rue d'Alsace", "69387", "Lyon", "69007"),
        place("AA0000003", "12 rue des Lilas", "12 rue des Lilas", "38185", "Grenoble", "38100"),
        place("AB0000003", "Les Lilas", "120 avenue Foch", "54395", "Nancy", "54000"),
        place("AA0000004", "Vercors Bellevue", "1 allée Acacia", "38185", "Grenoble", "38100"),
        place("AA0000005", "Vercors Alpin", "9 rue du Zénith", "38185", "Grenoble", "38100"),
    )
    with ImportReport(None) as report:
        import_register(path, report=report)


def numbers(typed):
    return [row.number for row in RegisteredCopropriete.objects.search(typed)]


def test_found_as_one_types(register, django_assert_max_num_queries):
    expected = {
        "AA1234567": ["AA1234567"],
        "aa 1234567": ["AA1234567"],
        "aa123": ["AA1234567"],
        "bayard": ["AA1234567"],
        "RÉSIDENCE BAY": ["AA1234567"],
        "12 rue bayard grenoble": ["AA1234567"],
        "bayard 12": ["AA1234567"],
        "place notre dame": ["AA1234567"],
        "clos st eloi": ["AA0000002"],
        "rue d’alsace": ["AA0000002"],
        # As one reads a list, by name, whatever the addresses.
        "lilas": ["AA0000003", "AB0000003"],
        "vercors": ["AA0000005", "AA0000004"],
        "les lil": ["AB0000003"],
        "12 lilas": ["AA0000003"],
        "69007": ["AA0000002"],
    } | dict.fromkeys(
        (
            *("bayard nancy", "rue", "résid", "a", "", "★ « » %_*\"'"),
            *("bayard OR lilas", "bay* NEAR(x)", "x" * 5000),
        ),
        (),
    )
    assert {typed: numbers(typed) for typed in expected} == {
        typed: list(found) for typed, found in expected.items()
    }
    assert len(RegisteredCopropriete.objects.search("lilas", limit=1)) == 1
    with django_assert_max_num_queries(2):
        assert str(RegisteredCopropriete.objects.search("bayard")[0].commune) == "Grenoble (38)"


@pytest.mark.parametrize("number", ["AA0000000", "AA0000001", "AF8004095", "ZZ9999999"])
def test_a_number_and_its_place_are_one(number):
    assert index.number_of(index.rowid_of(number)) == number


def test_the_endpoint(client, register):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    (one,) = client.get(f"{ADDRESS}?q=bayard").json()["results"]
    assert one == {
        "number": "AA1234567",
        "name": "Résidence Bayard",
        "address": "12 rue Bayard, 38000 Grenoble",
        "lots": 58,
        "period": "1961–1974",
        "url": "/mon-compte/copropriete/nouvelle/?registre=AA1234567",
    }
    assert client.get(f"{ADDRESS}?q=rue").json() == {"results": []}
    assert client.get(f"{ADDRESS}?q={'x' * 101}").status_code == 422
    assert client.get(f"{ADDRESS}?q=bayard&test=faux").status_code == 422
    assert client.post(ADDRESS).status_code == 405


def test_the_endpoint_has_a_limit(client, register):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    statuses = [client.get(f"{ADDRESS}?q=bayard").status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    page = client.get("/mon-compte/copropriete/trouver/?q=bayard")
    assert page.status_code == 429
    assert "Trop de recherches" in page.text
    assert 'value="bayard"' in page.text
