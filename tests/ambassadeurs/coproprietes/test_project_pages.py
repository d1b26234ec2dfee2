import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete, Invitation
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.projects import invitations
from ambassadeurs.coproprietes.projects import services as projects
from ambassadeurs.registre import index
from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.territoires.models import Commune
from socle.calendar import end_of_day
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.reseaux.fake_geocoder import feature, found
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import SpaceFactory
from tests.mails import sent_mails

from .factories import AmbassadeurFactory, CoproprieteFactory
from .test_projects_services import trace_at

pytestmark = pytest.mark.django_db

BASE = "/mon-compte/copropriete/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
WHOLE = {
    "name": "Les Tilleuls",
    "commune": "Grenoble (38)",
    "lots": "40",
    "boiler_year": "1998",
    "stage": "vote",
}


@pytest.fixture
def user(client):
    user = UserFactory(display_name="Monique D.")
    client.force_login(user, backend=BACKEND)
    return user


@pytest.fixture
def geocoder(geocoder):
    geocoder.will(found(feature(coordinates=[5.7245, 45.1885])))
    return geocoder


@pytest.fixture
def registered():
    row = RegisteredCopropriete.objects.create(
        number="AA1234567",
        name="Résidence Bayard",
        address="12 rue Bayard",
        postcode="38000",
        commune_id="38185",
        longitude=5.7245,
        latitude=45.1885,
        lots=58,
        dwellings=30,
        period="DE_1961_A_1974",
        syndic_name="Régie Modèle",
        search_text="aa1234567 residence bayard 12 rue 38000 grenoble",
        row_hash="x",
    )
    index.add([(row.number, row.search_text)])
    return row


def building_of(user, **facts):
    return projects.create_building(
        actor=user, name="Les Tilleuls", commune=Commune.objects.get(pk="38185"), **facts
    )


def words(response):
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def value(response, name):
    field = BeautifulSoup(response.content, "html.parser").select_one(f"[name={name}]")
    chosen = field.select_one("option[selected]") if field.name == "select" else field
    return chosen.get("value", "") if chosen else ""


def test_by_hand_with_two_answers_only(client, user):
    """The form says who reads the address."""
    assert f'href="{BASE}"' in client.get("/mon-compte/").text
    members = "Seuls les membres de « Ma copropriété » lisent ces informations."
    home = client.get(BASE)
    assert "Enregistrer ma copropriété" in home.text
    assert members in words(home)
    # An unknown start is left out.
    page = words(client.get(f"{BASE}nouvelle/?test=rien&registre=%00"))
    assert "à personne" not in page
    for said in (
        members,
        "qui suivent cette copropriété ici avec vous",
        "l’exploitant ou l’agence",
    ):
        assert said in page
    response = client.post(f"{BASE}nouvelle/", {"name": "Les Tilleuls", "commune": "38185"})
    building = Copropriete.objects.get()
    assert response["Location"] == f"{BASE}{building.pk}/"
    text = words(client.get(response["Location"]))
    for shown in ("Les Tilleuls", "Distance au réseau inconnue", "Il nous manque", "(vous)"):
        assert shown in text
    assert client.get(BASE)["Location"] == response["Location"]


def test_an_address_is_placed_and_measured(client, user, geocoder):
    reseau = ReseauFactory(name="Réseau du Drac")
    trace_at(reseau, 93)
    data = WHOLE | {"address": "33 boulevard Clemenceau"}
    response = client.post(f"{BASE}nouvelle/", data, follow=True)
    assert "Un réseau passe à 93" in words(response)
    assert "Réseau du Drac" in words(response)
    assert geocoder.queries[0]["q"] == ["33 boulevard Clemenceau Grenoble 38000"]
    Reseau.objects.update(status="en_construction")
    page = client.get(response.redirect_chain[-1][0])
    assert "Un futur réseau doit passer à 93" in words(page)


def test_from_the_register(client, user, registered):
    trace_at(ReseauFactory(), 150)
    page = client.get(f"{BASE}trouver/?q=12 rue bay")
    link = BeautifulSoup(page.content, "html.parser").select_one(".cp-results__link")
    assert link.get_text() == "Résidence Bayard"
    form = client.get(link["href"])
    told = {"name": "Résidence Bayard", "address": "12 rue Bayard", "commune": "Grenoble (38)"}
    told |= {"lots": "58", "dwellings": "30", "period": "DE_1961_A_1974"}
    told |= {"syndic_name": "Régie Modèle", "register_number": "AA1234567"}
    assert {name: value(form, name) for name in told} == told
    response = client.post(link["href"], told, follow=True)
    # The point of the register serves: no geocoder is called (none answers here).
    assert "Un réseau passe à 150" in words(response)

    again = client.post(link["href"], told | {"name": "Bayard"}, follow=True)
    assert again.redirect_chain == response.redirect_chain
    assert "déjà dans votre compte" in words(again)


def test_from_an_address_test(client, user):
    test = AddressTest.objects.create(
        outcome="reseau_existant_tres_proche",
        precision="adresse",
        distance_m=42,
        reseau=ReseauFactory(name="Réseau du Drac"),
        commune_id="38185",
        heating_mode="collectif",
        in_pdp=True,
    )
    page = client.get(test.get_absolute_url())
    link = BeautifulSoup(page.content, "html.parser").select_one("a[href*='mon-compte/copro']")
    assert link["href"] == f"{BASE}trouver/?test={test.token}"
    assert f"nouvelle/?test={test.token}" in client.get(link["href"]).text
    address = f"{BASE}nouvelle/?test={test.token}"
    form = client.get(address)
    assert value(form, "commune") == "Grenoble (38)"
    assert value(form, "heating_mode") == "collectif"
    response = client.post(address, {"name": "Les Tilleuls", "commune": "38185"}, follow=True)
    assert "Un réseau passe à 42" in words(response)
    assert Copropriete.objects.get().in_pdp


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "boiler_year": ("1600", "Écrivez une année entre 1950 et"),
            "lots": ("0", "Écrivez un nombre de lots entre 1 et"),
            "dwellings": ("-3", "Écrivez un nombre de logements"),
            "boiler_power_kw": ("5", "en kilowatts"),
            "register_number": ("123", "deux lettres puis sept chiffres"),
            "commune": ("Zzzz", "Nous ne trouvons pas de commune"),
            "name": ("", "Donnez un nom"),
        },
        {
            "boiler_year": ("l’an 40", "Écrivez un nombre entier"),
            "lots": ("9" * 30, "Écrivez un nombre de lots entre 1 et"),
        },
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_lost(client, user, wrong):
    typed = WHOLE | {fact: one for fact, (one, _) in wrong.items()}
    response = client.post(f"{BASE}nouvelle/", typed)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    told = {fact: page.select_one(f"#erreurs a[href='#id_{fact}']") for fact in wrong}
    assert [
        fact for fact, (_, said) in wrong.items() if said not in told[fact].parent.get_text()
    ] == []
    assert {name: value(response, name) for name in typed} == typed
    assert not Copropriete.objects.exists()
    # In what is recorded already too.
    building = building_of(user)
    again = client.post(f"{BASE}{building.pk}/modifier/", typed)
    assert again.status_code == 422


def test_editing(client, user):
    building = building_of(user, lots=12)
    address = f"{BASE}{building.pk}/modifier/"
    assert value(client.get(address), "lots") == "12"
    assert client.post(address, WHOLE | {"lots": "13"})["Location"] == f"{BASE}{building.pk}/"
    building.refresh_from_db()
    assert (building.lots, building.stage) == (13, "vote")


def test_three_ambassadors_with_their_reasons(client, user):
    reseau = ReseauFactory()
    trace_at(reseau, 93)
    AmbassadeurFactory.create_batch(4, copropriete__reseau=reseau, copropriete__lots=60)
    building = building_of(user, lots=58, longitude=5.7245, latitude=45.1885)
    page = BeautifulSoup(client.get(f"{BASE}{building.pk}/").content, "html.parser")
    cards = page.select(".cp-matches > li")
    assert len(cards) == 3
    assert "même réseau" in cards[0].get_text().lower()
    assert f"immeuble={building.pk}" in str(cards[0])


def test_inviting_then_joining(client, user, settings):
    settings.BASE_URL = "https://chauffage.example"
    building = building_of(user)
    client.post(f"{BASE}{building.pk}/inviter/", {"email": "Bernard@Exemple.fr"})
    (message,) = sent_mails()
    assert message.to == ["bernard@exemple.fr"]
    assert "Monique D. suit Les Tilleuls" in message.body
    assert user.email not in message.body
    # The link of the mail: a token is signed with its second, another would differ.
    (address,) = re.findall(r"https://chauffage\.example(\S+invitation/\S+)", message.body)
    assert Invitation.objects.count() == 1
    client.logout()
    page = client.get(address)
    assert "Les Tilleuls" in words(page) and "son projet de raccordement" in words(page)
    assert f"next={address}" in page.text.replace("%3A", ":")
    Copropriete.objects.update(stage="raccorde")
    assert "projet de raccordement" not in words(client.get(address))
    Copropriete.objects.update(stage=building.stage)
    assert client.post(address).status_code == 302
    assert not building.memberships.exclude(user=user).exists()
    other = UserFactory(display_name="Bernard")
    client.force_login(other, backend=BACKEND)
    client.get(address)
    assert not building.memberships.filter(user=other).exists()
    assert client.post(address)["Location"] == f"{BASE}{building.pk}/"
    assert "Monique D." in words(client.get(f"{BASE}{building.pk}/"))
    # One link, one person; the one who used it goes straight in.
    assert client.get(address).status_code == 302
    client.force_login(UserFactory(), backend=BACKEND)
    used = client.get(address)
    assert (used.status_code, "Elle a déjà servi" in words(used)) == (410, True)
    assert "Les Tilleuls" not in words(used)


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (0, 410)])
def test_a_link_holds_fourteen_days(client, user, settings, seconds, status, monkeypatch):
    invitation = invitations.invite(actor=user, copropriete=building_of(user), email="a@b.fr")
    moment = invitation.sent_at + timedelta(days=NUMBERS.invitation_days)
    assert invitation.expires_at == end_of_day(moment)
    later = invitation.expires_at - timedelta(seconds=seconds)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    client.logout()
    page = client.get(f"{BASE}invitation/{invitations.token_of(invitation)}/")
    assert page.status_code == status
    assert bool(invitations.expired(later)) == (status == 410)


def test_a_false_or_withdrawn_link_is_said_kindly(client, user):
    building = building_of(user)
    invitation, accepted = (
        invitations.invite(actor=user, copropriete=building, email=email)
        for email in ("a@b.fr", "c@d.fr")
    )
    token = invitations.token_of(invitation)
    invitations.accept_invitation(actor=UserFactory(), token=invitations.token_of(accepted))

    def withdraw(one):
        return client.post(f"{BASE}{building.pk}/invitations/{one.pk}/retirer/", follow=True).text

    withdraw(invitation)
    assert "était déjà retirée" in withdraw(invitation)
    # Accepted meanwhile, it is not said withdrawn.
    assert "la personne participe déjà" in withdraw(accepted)
    for link in (token, "faux", f"{token}x"):
        page = client.get(f"{BASE}invitation/{link}/")
        assert (page.status_code, "plus valable" in words(page)) == (404, True)
        assert client.post(f"{BASE}invitation/{link}/").status_code == 404


def test_invitations_have_limits(client, user, settings):
    settings.NUMBERS = {"coproprietes": {"invitations_open_max": 2}}
    building = building_of(user)
    address = f"{BASE}{building.pk}/inviter/"
    for email in ("a@b.fr", "a@b.fr", "c@d.fr"):
        assert client.post(address, {"email": email}).status_code == 302
    assert Invitation.objects.count() == 2
    for email, status, said in (
        ("e@f.fr", 409, "Trop d’invitations"),
        (user.email.upper(), 409, "participe déjà"),
        ("pas une adresse", 422, "nom@exemple.fr"),
        ("", 422, "Écrivez une adresse"),
    ):
        response = client.post(address, {"email": email})
        assert response.status_code == status
        assert said in words(response)


def test_leaving_says_what_it_means(client, user):
    building = building_of(user)
    address = f"{BASE}{building.pk}/quitter/"
    assert "seront effacées" in words(client.get(address))
    assert Copropriete.objects.exists()
    response = client.post(address, follow=True)
    assert "Ses données sont effacées" in words(response)
    assert not Copropriete.objects.exists()


def test_a_question_begins_with_what_is_known_of_the_building(client, user):
    asking = "/communaute/questions/poser/"
    assert "Ma copropriété" not in words(client.get(asking))
    building_of(user, lots=58, period="NON_CONNUE", current_energy="fioul", stage="idee")
    page = client.get(asking)
    assert "Nous reprenons « Ma copropriété »" in words(page)
    shown = {name: value(page, name) for name in ("stage", "lots", "period", "energy")}
    assert shown == {"stage": "idee", "lots": "58", "period": "", "energy": "fioul"}
    space = SpaceFactory(slug="grenoble")
    Copropriete.objects.update(nearest_reseau=ReseauFactory(space=space))
    assert value(client.get(asking), "space") == "grenoble"
    client.logout()
    assert value(client.get(asking), "energy") == ""
    assert value(client.get(asking), "space") == "national"


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_cost_the_same_with_many(
    client, user, registered, django_assert_max_num_queries, rows
):
    reseau = ReseauFactory()
    trace_at(reseau, 93)
    AmbassadeurFactory.create_batch(rows, copropriete__reseau=reseau)
    building = building_of(user, longitude=5.7245, latitude=45.1885, stage="vote")
    for number in range(rows):
        building.memberships.create(user=UserFactory())
        building.invitations.create(
            email=f"m{number}@b.fr", expires_at=timezone.now() + timedelta(days=1)
        )
    for page, most in ((f"{building.pk}/", 21), ("trouver/?q=bay", 8), ("nouvelle/", 8)):
        client.get(f"{BASE}{page}")
        with django_assert_max_num_queries(most):
            assert client.get(f"{BASE}{page}").status_code == 200


def test_an_old_link_says_what_happened_and_what_to_do_next(client, user, monkeypatch):
    invitation = invitations.invite(actor=user, copropriete=building_of(user), email="a@b.fr")
    with monkeypatch.context() as past:
        sent = time.time() - (NUMBERS.invitation_days + 1) * 24 * 3600
        past.setattr("django.core.signing.time", SimpleNamespace(time=lambda: sent))
        token = invitations.token_of(invitation)
    invitation.delete()
    page = client.get(f"{BASE}invitation/{token}/")
    assert (page.status_code, "14 jours" in words(page)) == (410, True)


@pytest.mark.parametrize("stage", ["", "audit"])
def test_a_connected_building_is_not_offered_a_study(client, user, stage):
    reseau = ReseauFactory(name="Réseau du quai")
    building = CoproprieteFactory(reseau=reseau, connected_year=2022, stage=stage)
    building.memberships.create(user=user)
    page = client.get(f"{BASE}{building.pk}/").text
    assert "Raccordée en 2022" in page
    assert "Comparez votre premier hiver" in page
    assert "étude" not in page.split("<main", 1)[1].split("</main", 1)[0].lower()
    assert "exploitant&amp;" not in page
    # Nor is its stage asked, which nothing would tell any more, nor its place changed.
    address = f"{BASE}{building.pk}/modifier/"
    form = client.get(address).text
    assert 'name="stage"' not in form
    assert 'name="address"' not in form
    sent = {"name": "Nouveau nom", "lots": "61", "address": "ailleurs", "quartier": " Île Verte "}
    client.post(address, sent)
    building.refresh_from_db()
    assert (building.name, building.address) == ("Nouveau nom", "12 rue Secrète")
    assert building.quartier == "Île Verte"
    assert "quartier" not in client.get(f"{BASE}{building_of(user).pk}/modifier/").text
    assert "Raccordée en 2022</p>" in client.get(BASE).text


def test_who_asked_to_speak_for_it_is_not_invited_to_before_it_is_verified(client, user):
    building = CoproprieteFactory(reseau=None, connected_year=None, stage="raccorde")
    building.memberships.create(user=user)
    client.force_login(user)
    assert "Devenir ambassadeur" in client.get(f"{BASE}{building.pk}/").text
    AmbassadeurFactory(pending=True, user=user, copropriete=building)
    assert "Devenir ambassadeur" not in client.get(f"{BASE}{building.pk}/").text
