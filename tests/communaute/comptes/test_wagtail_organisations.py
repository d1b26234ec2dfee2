"""Organisations as the national team opens and changes them in `/gestion/`."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from communaute.comptes.models import Organisation
from communaute.comptes.numbers import NUMBERS
from communaute.comptes.services import add_member, set_coverage
from communaute.comptes.wagtail_hooks import OrganisationForm
from communaute.territoires.models import Commune
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.versions import version_in

from .factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
BASE = "/gestion/organisations/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def boss(client):
    user = UserFactory(intendance=True)
    client.force_login(user, backend=BACKEND)
    return user


def sent(**changes):
    return {
        "kind": "agence",
        "name": "Agence du Vercors",
        "slug": "agence-du-vercors",
        "email": "contact@vercors.test",
        "phone": "",
        "website": "",
        "departements": ["26"],
        "epcis": "200040715",
        "communes": "38185\n2a004",
        "people": "",
    } | changes


def test_an_organisation_is_opened_with_its_territories_and_people(client, boss):
    adviser = UserFactory(email="conseil@vercors.test")
    data = sent(people=" Conseil@vercors.test \n")
    assert client.post(f"{BASE}new/", data).status_code == 302

    agency = Organisation.objects.get(slug="agence-du-vercors")
    assert list(agency.members.all()) == [adviser]
    codes = {one.departement_id or one.epci_id or one.commune_id for one in agency.coverages.all()}
    assert codes == {"26", "200040715", "38185", "2A004"}
    page = client.get(f"{BASE}edit/{agency.pk}/").content.decode()
    assert "conseil@vercors.test" in page
    assert "2A004" in page
    assert "Agence du Vercors" in client.get(BASE).content.decode()


def test_who_leaves_is_no_longer_a_member_and_who_stays_keeps_the_role(client, boss):
    agency = OrganisationFactory(kind="agence", covers=["38"])
    stays, leaves = UserFactory(email="a@vercors.test"), UserFactory(email="b@vercors.test")
    agency.memberships.create(user=stays, role="responsable")
    agency.memberships.create(user=leaves)
    data = sent(slug=agency.slug, people="a@vercors.test", departements=["38"], epcis="")
    assert client.post(f"{BASE}edit/{agency.pk}/", data | {"communes": ""}).status_code == 302
    assert [(one.user, one.role) for one in agency.memberships.all()] == [(stays, "responsable")]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"people": "inconnue@vercors.test"}, "Aucun compte à ce nom ni à cette adresse : inco"),
        ({"communes": "38185\n99999"}, "Commune inconnue : 99999."),
        ({"epcis": "rien"}, "Intercommunalité inconnue : rien."),
    ],
)
def test_what_is_unknown_is_named_and_nothing_is_made(client, boss, change, error):
    page = client.post(f"{BASE}new/", sent(**change)).content.decode()
    assert error in page
    assert "Agence du Vercors" in page
    assert not Organisation.objects.exists()


def covered(organisation):
    return {one.epci_id or one.commune_id for one in organisation.coverages.all()}


def test_places_and_people_are_found_by_name(client, boss):
    adviser = UserFactory(email="lea@vercors.test", display_name="Léa Martin")
    names = {
        "departements": [],
        "communes": "grenoble\nParis 12e\nGrenoble (38)",
        "epcis": "Grenoble-Alpes-Métropole",
        "people": "léa martin",
    }
    # A name is chosen freely: who has it is proposed, even alone, and nobody joins untold.
    asked = client.post(f"{BASE}new/", sent(**names)).text
    assert "« léa martin » : une possibilité, cochez-la ci-dessous si c’est la bonne." in asked
    assert 'name="people-choix" value="lea@vercors.test"' in asked
    assert "Grenoble · 38185" not in asked
    assert not Organisation.objects.exists()
    ticked = {"people-choix": ["lea@vercors.test"]}
    assert client.post(f"{BASE}new/", sent(**names) | ticked).status_code == 302
    agency = Organisation.objects.get(slug="agence-du-vercors")
    assert covered(agency) == {"38185", "75112", "200040715"}
    assert list(agency.members.all()) == [adviser]
    # Shown by name; what is shown is read back as it is.
    page = client.get(f"{BASE}edit/{agency.pk}/")
    assert "Grenoble (38) · 38185" in page.text
    assert "Léa Martin · lea@vercors.test" in page.text
    shown = page.context["form"]
    again = {name: shown[name].value() for name in ("communes", "epcis", "people")}
    data = sent(slug=agency.slug, departements=[]) | again
    assert client.post(f"{BASE}edit/{agency.pk}/", data).status_code == 302
    assert covered(agency) == {"38185", "75112", "200040715"}
    assert list(agency.members.all()) == [adviser]


@pytest.mark.parametrize(
    ("field", "typed", "key"),
    [("people", "Martin", "lea@vercors.test"), ("epcis", "grenoble alpes", "200040715")],
)
def test_what_is_found_by_a_part_of_its_name_is_to_tick(client, boss, field, typed, key):
    UserFactory(email="lea@vercors.test", display_name="Léa Martin")
    data = sent(departements=[], communes="", epcis="", people="")
    asked = client.post(f"{BASE}new/", data | {field: typed, "communes": "Grenob"}).text
    assert f"« {typed} » : une possibilité" in asked
    assert "« Grenob » : " in asked
    assert not Organisation.objects.exists()
    chosen = data | {field: typed, f"{field}-choix": [key]}
    assert client.post(f"{BASE}new/", chosen).status_code == 302
    agency = Organisation.objects.get()
    assert {key} == covered(agency) | {one.email for one in agency.members.all()}


def test_a_commune_is_said_whole_by_its_name_its_postcode_or_both():
    one = Commune.objects.get(pk="38185")
    typed = ("GRENOBLE", "38000 Grenoble", "38000", "Grenob", "380")
    whole = [words for words in typed if Commune.objects.is_whole(words, one)]
    assert whole == ["GRENOBLE", "38000 Grenoble", "38000"]


@pytest.mark.parametrize("field", ["people", "epcis", "communes"])
def test_a_nul_or_too_many_lines_are_refused_with_words(client, boss, field):
    nul = client.post(f"{BASE}new/", sent(**{field: "Gre\x00noble"}))
    assert nul.status_code == 200
    assert nul.context["form"].errors[field] == ["Le caractère nul n’est pas autorisé."]
    forged = client.post(f"{BASE}new/", sent(**{f"{field}-choix": ["a\x00", "rien"]}))
    assert forged.status_code == 302
    Organisation.objects.all().delete()
    many = "\n".join(f"nom {number}" for number in range(NUMBERS.lines_max + 1))
    refused = client.post(f"{BASE}new/", sent(**{field: many}))
    assert refused.context["form"].errors[field] == [
        "Au plus 300\u00a0lignes : il y en a 301. Enregistrez en plusieurs fois."
    ]
    assert not Organisation.objects.exists()


def test_the_groupings_are_read_once_whatever_is_typed(django_assert_num_queries):
    field = OrganisationForm.base_fields["epcis"]
    # The keys, then the names.
    with django_assert_num_queries(2), pytest.raises(ValidationError):
        field.clean("rien\naucune\nnulle part")


def test_what_a_name_may_mean_is_proposed_then_chosen(client, boss):
    first = UserFactory(email="a@vercors.test", display_name="Paul R.")
    UserFactory(email="b@vercors.test", display_name="Paul R.")
    data = sent(departements=[], epcis="", communes="Saint-Denis", people="Paul R.", slug="")
    asked = client.post(f"{BASE}new/", data).text
    assert "« Saint-Denis » : plusieurs possibilités" in asked
    assert 'name="communes-choix" value="93066"' in asked
    assert 'name="communes-choix" value="97411"' in asked
    assert "Paul R. · a@vercors.test" in asked
    assert "Paul R. · b@vercors.test" in asked
    assert not Organisation.objects.exists()
    # Chosen, but something else is wrong: the choice is kept.
    ticked = {"communes-choix": ["97411"], "people-choix": ["a@vercors.test"]}
    wrong = client.post(f"{BASE}new/", data | ticked | {"email": "pas une adresse"}).text
    assert 'type="hidden" name="communes-choix" value="97411"' in wrong
    done = data | ticked | {"email": "", "slug": "agence-du-nord"}
    assert client.post(f"{BASE}new/", done).status_code == 302
    assert covered(Organisation.objects.get()) == {"97411"}
    assert list(Organisation.objects.get().members.all()) == [first]


def test_what_is_an_official_code_and_a_postcode_is_asked(client, boss):
    """38100 is written on letters to Grenoble; it is also the official code of another commune."""
    coded = Commune.objects.get(pk="38100")
    assert coded.name != "Grenoble"
    data = sent(departements=[], epcis="", communes="38100")
    asked = client.post(f"{BASE}new/", data).text
    assert "« 38100 » : plusieurs possibilités" in asked
    assert 'name="communes-choix" value="38185"' in asked
    assert 'name="communes-choix" value="38100"' in asked
    assert not Organisation.objects.exists()
    assert client.post(f"{BASE}new/", data | {"communes-choix": ["38185"]}).status_code == 302
    agency = Organisation.objects.get()
    assert covered(agency) == {"38185"}
    # Said whole, as the page writes it, it is asked no more.
    whole = sent(departements=[], epcis="", communes=f"{coded} · 38100", slug=agency.slug)
    assert client.post(f"{BASE}edit/{agency.pk}/", whole).status_code == 302
    assert covered(agency) == {"38100"}


def test_a_forged_choice_adds_nothing(client, boss):
    UserFactory(email="z@vercors.test", display_name="Zoé")
    forged = {"people-choix": ["z@vercors.test"], "communes-choix": ["38185", "rien"]}
    data = sent(departements=[], epcis="", communes="", people="") | forged
    assert client.post(f"{BASE}new/", data).status_code == 302
    assert not Organisation.objects.get().members.exists()
    assert covered(Organisation.objects.get()) == set()


def test_editors_do_not_see_organisations(client, editeur):
    editeur.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editeur, backend=BACKEND)
    assert client.get("/gestion/").status_code == 200
    assert client.get(BASE).status_code == 302


def test_an_operators_employee_is_refused_beside_the_people_of_an_agency(client, boss):
    operator = UserFactory(exploitant=True, email="lea@reseau.test")
    page = client.post(f"{BASE}new/", sent(people="lea@reseau.test")).content.decode()
    assert "ne modère jamais" in page
    assert Organisation.objects.get() == operator.memberships.get().organisation


def change_of(organisation, **changes):
    told = {"kind": organisation.kind, "name": organisation.name, "slug": organisation.slug}
    people = "\n".join(one.email for one in organisation.members.all())
    empty = {"email": "", "departements": [], "epcis": "", "communes": ""}
    return sent(**told | empty | {"people": people} | changes)


def test_a_nature_does_not_change_under_who_or_what_is_tied_to_it(client, boss):
    operator = UserFactory(exploitant=True).memberships.get().organisation
    answered = OrganisationFactory(kind="exploitant", name="Chaleur SA")
    DemandeFactory(exploitant=True, organisation=answered)
    runs = OrganisationFactory(kind="exploitant", name="Réseaux SA")
    ReseauFactory(exploitant=runs)
    for one in (operator, answered, runs):
        page = client.post(f"{BASE}edit/{one.pk}/", change_of(one, kind="equipe"))
        assert list(page.context["form"].errors) == ["kind"]
        assert "La nature ne change plus" in page.text
        one.refresh_from_db()
        assert one.kind == "exploitant"
    assert client.post(f"{BASE}edit/{operator.pk}/", change_of(operator)).status_code == 302
    new = OrganisationFactory(kind="exploitant", name="Par erreur", covers=["38"])
    assert client.post(f"{BASE}edit/{new.pk}/", change_of(new, kind="syndic")).status_code == 302


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "agence de l’isère"}, "name"),
        ({"phone": "abc"}, "phone"),
        ({"phone": "0"}, "phone"),
    ],
)
def test_the_name_of_another_and_what_is_no_number_are_refused(client, boss, change, field):
    OrganisationFactory(name="Agence de l’Isère")
    one = OrganisationFactory(name="Agence du Vercors")
    page = client.post(f"{BASE}edit/{one.pk}/", change_of(one, **change))
    assert list(page.context["form"].errors) == [field]
    for phone in ("04 76 00 19 09", "+33 (0)4.76.00.19.09", "3939", ""):
        assert client.post(f"{BASE}edit/{one.pk}/", change_of(one, phone=phone)).status_code == 302


def test_who_joined_or_left_meanwhile_is_neither_put_out_nor_back(client, boss):
    agency = OrganisationFactory(kind="agence", name="Agence du Vercors", covers=["38"])
    stays, leaves = (UserFactory(email=f"{name}@vercors.test") for name in ("a", "b"))
    for person in (stays, leaves):
        add_member(organisation=agency, user=person)
    address = f"{BASE}edit/{agency.pk}/"
    read = version_in(client.get(address))
    agency.memberships.filter(user=leaves).delete()
    joined = UserFactory(email="c@vercors.test", display_name="Karim")
    add_member(organisation=agency, user=joined)
    set_coverage(organisation=agency, territories=[Commune.objects.get(pk="38185")])
    typed = {"people": "a@vercors.test\nb@vercors.test", "departements": ["38"], "version": read}
    data = sent(slug=agency.slug, email="", epcis="", communes="", phone="0476000000") | typed
    refused = client.post(address, data)
    assert refused.status_code == 200
    assert "Quelqu’un a enregistré cette page" in refused.text
    for said in ("en moins Karim", f"en plus {leaves}", "en moins Grenoble", "Téléphone"):
        assert said in refused.text
    assert 'value="0476000000"' in refused.text
    assert {one.user for one in agency.memberships.all()} == {stays, joined}
    assert covered(agency) == {"38185"}
    mended = data | {"people": "a@vercors.test\nc@vercors.test", "communes": "38185"}
    mended |= {"departements": [], "version": version_in(refused)}
    # The same click twice is no conflict.
    assert client.post(address, mended).status_code == 302
    assert client.post(address, mended).status_code == 302
    assert {one.user for one in agency.memberships.all()} == {stays, joined}
    assert covered(agency) == {"38185"}
    assert Organisation.objects.get().phone == "0476000000"


def test_what_the_service_holds_is_not_said_to_be_used_by_nothing(client, boss):
    """Wagtail would count no member, no demande, no building."""
    reseau = ReseauFactory(exploitant=OrganisationFactory(kind="exploitant"))
    reseau.exploitant.memberships.create(user=UserFactory())
    for address, pk in ((BASE, reseau.exploitant.pk), ("/gestion/reseaux/", reseau.pk)):
        page = client.get(f"{address}edit/{pk}/")
        assert page.status_code == 200
        assert "Utilisé" not in page.text
        assert client.get(f"{address}usage/{pk}/").status_code == 404


def test_an_organisation_that_was_asked_something_is_not_deleted(client):
    client.force_login(UserFactory(is_superuser=True), backend=BACKEND)
    asked, unused = DemandeFactory(exploitant=True).organisation, OrganisationFactory()
    address = f"{BASE}delete/{{}}/".format
    assert "référencé" not in client.get(address(asked.pk)).text
    page = client.post(address(asked.pk), follow=True)
    assert "n’a pas été supprimée : des demandes" in page.text
    assert client.post(address(unused.pk)).status_code == 302
    assert set(Organisation.objects.filter(pk__in=[asked.pk, unused.pk])) == {asked}
