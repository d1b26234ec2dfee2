"""The desks of agencies and local authorities: their territory, and nothing beyond it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, CoproprieteMember
from ambassadeurs.demandes.enums import DeskStatus, State
from ambassadeurs.reseaux.models import AddressTest
from ambassadeurs.visites.enums import VisitState
from communaute.comptes.models import Coverage
from socle.buildings import Stage
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.visites.factories import BookingFactory, VisitFactory
from tests.clock import stop
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide

pytestmark = pytest.mark.django_db

NANTES = "44109"
TEN_DAYS = timedelta(days=10)
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def desk_client(client, agence):
    client.force_login(agence, backend="django.contrib.auth.backends.ModelBackend")
    return client


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def advice(response):
    return [line.demande for line in response.context["advice"]]


def test_advice_that_waits_first_oldest_first(desk_client, agency):
    now = timezone.now()
    DemandeFactory(agence=True, organisation=agency, state=State.CLOSED)
    recent = DemandeFactory(agence=True, organisation=agency)
    old = DemandeFactory(agence=True, organisation=agency, created_at=now - timedelta(days=20))
    DemandeFactory(agence=True)
    response = desk_client.get("/agence/")
    assert advice(response) == [old, recent]
    assert [line.is_late for line in response.context["advice"]] == [True, False]
    assert "Nom jamais envoyé" not in response.content.decode()
    # Before the tools.
    assert response.text.index('id="alertes"') < response.text.index("Modèles de réponse")


def test_mandates_to_verify_are_those_of_the_territory(desk_client):
    mine = AmbassadeurFactory(pending=True)
    AmbassadeurFactory(pending=True, copropriete__commune_id=NANTES)
    AmbassadeurFactory()
    response = desk_client.get("/agence/")
    assert list(response.context["pending"]) == [mine]
    assert f"/ambassadeurs/mandats/{mine.pk}/" in response.content.decode()


def test_the_alert_starts_at_ten_days_and_stays_in_the_territory(desk_client):
    now = timezone.now()
    late = DemandeFactory(created_at=now - TEN_DAYS)
    DemandeFactory(created_at=now - TEN_DAYS + timedelta(minutes=5))
    DemandeFactory(created_at=now - TEN_DAYS, state=State.ANSWERED)
    DemandeFactory(created_at=now - 2 * TEN_DAYS, reopened_at=now - TEN_DAYS + timedelta(minutes=5))
    # What counts is where the ambassador is, whom the agency can write to; not where the person is.
    from_far = DemandeFactory(created_at=now - TEN_DAYS, commune_id=NANTES, departement_id="44")
    DemandeFactory(created_at=now - TEN_DAYS, ambassadeur__copropriete__commune_id=NANTES)
    response = desk_client.get("/agence/")
    assert list(response.context["unanswered"]) == [late, from_far]
    page = response.content.decode()
    assert late.requester.public_name not in page
    assert late.get_absolute_url() not in page


def test_visits_where_an_adviser_is_invited_are_those_to_come_of_the_territory(desk_client):
    here = VisitFactory(adviser_invited=True)
    VisitFactory()
    VisitFactory(adviser_invited=True, starts_at=timezone.now() - timedelta(hours=1))
    VisitFactory(adviser_invited=True, state=VisitState.CANCELLED)
    VisitFactory(adviser_invited=True, ambassadeur__copropriete__commune_id=NANTES)
    response = desk_client.get("/agence/")
    assert list(response.context["visits"]) == [here]
    assert here.get_absolute_url() in response.content.decode()
    assert desk_client.get(here.get_absolute_url()).status_code == 200


def test_a_visit_that_moderation_withholds_is_still_expected(desk_client, equipe):
    visit = VisitFactory(adviser_invited=True)
    assert "Retenue par la modération" not in desk_client.get("/agence/").text
    hide(CaseFactory(content=visit), equipe)
    page = desk_client.get("/agence/").text
    assert visit.get_absolute_url() in page
    assert "Aucune place prise" in page
    BookingFactory(visit=visit)
    page = desk_client.get("/agence/").text
    assert "Retenue par la modération" in page
    assert "1 place prise" in page
    assert desk_client.get(visit.get_absolute_url()).status_code == 200


def test_silent_paused_and_ending_ambassadors_are_to_call(desk_client):
    now = timezone.now()
    silent = AmbassadeurFactory(unanswered_in_a_row=2)
    ending = AmbassadeurFactory(expires_at=now + timedelta(days=59))
    paused = AmbassadeurFactory(paused_until=timezone.localdate())
    AmbassadeurFactory(expires_at=now + timedelta(days=61))
    AmbassadeurFactory(paused_until=timezone.localdate() - timedelta(days=1))
    AmbassadeurFactory(unanswered_in_a_row=2, copropriete__commune_id=NANTES)
    # Told above already, with the demande that waits.
    DemandeFactory(created_at=now - TEN_DAYS, ambassadeur__unanswered_in_a_row=1)
    idle = dict(desk_client.get("/agence/").context["idle"])
    assert set(idle) == {silent, ending, paused}
    assert idle[silent] == ["2 demandes de suite sans réponse"]
    assert idle[paused][0].startswith("en pause jusqu’au")


def test_who_has_asked_to_renew_is_read_at_the_day_they_asked_and_not_called(
    desk_client, monkeypatch
):
    now = stop(monkeypatch)
    asked = AmbassadeurFactory(expires_at=now + timedelta(days=30), renewal_asked_at=now)
    Ambassadeur.objects.update(created_at=now - timedelta(days=700))
    silent = AmbassadeurFactory(
        expires_at=now + timedelta(days=30), renewal_asked_at=now, unanswered_in_a_row=1
    )
    page = desk_client.get("/agence/")
    assert asked in page.context["pending"]
    assert "renouvellement demandé le 26 novembre 2026" in page.text.replace("\xa0", " ")
    assert "candidature du" not in page.text
    assert dict(page.context["idle"]) == {silent: ["1 demande sans réponse"]}


def test_a_mandate_that_ended_says_since_when(desk_client, monkeypatch):
    now = stop(monkeypatch)
    end = now + timedelta(days=700)
    AmbassadeurFactory(
        withdrawn=True, expires_at=end, verified_at=now - timedelta(days=9), withdrawn_at=now
    )
    text = desk_client.get("/agence/ambassadeurs/").text.replace("\xa0", " ")
    assert "mandat terminé le 26 novembre 2026" in text
    assert "mandat jusqu’au" not in text
    Ambassadeur.objects.update(status="verifie", expires_at=now)
    text = desk_client.get("/agence/ambassadeurs/").text.replace("\xa0", " ")
    assert "mandat terminé le 26 novembre 2026" in text


def test_the_directory_holds_every_mandate_of_the_territory(desk_client):
    verified = AmbassadeurFactory()
    pending = AmbassadeurFactory(pending=True)
    withdrawn = AmbassadeurFactory(withdrawn=True)
    AmbassadeurFactory(copropriete__commune_id=NANTES)
    response = desk_client.get("/agence/ambassadeurs/")
    assert list(response.context["page_obj"]) == [pending, verified, withdrawn]
    written_to = re.findall(r"/agence/ambassadeurs/(\d+)/ecrire/", response.content.decode())
    assert written_to == [str(verified.pk)]


def test_an_agency_of_one_commune_does_not_see_the_next(client, membre):
    organisation = OrganisationFactory(covers=["38053"])
    MembershipFactory(user=membre, organisation=organisation)
    AmbassadeurFactory(pending=True)
    enter(client, membre)
    assert list(client.get("/agence/").context["pending"]) == []


def test_the_desk_of_the_agency_asks_the_same_at_one_row_and_at_many(
    desk_client, agency, django_assert_max_num_queries
):
    old = timezone.now() - timedelta(days=11)

    def make(count):
        DemandeFactory.create_batch(count, agence=True, organisation=agency)
        DemandeFactory.create_batch(count, created_at=old, ambassadeur__unanswered_in_a_row=1)
        AmbassadeurFactory.create_batch(count, pending=True)

    make(1)
    desk_client.get("/agence/")
    with django_assert_max_num_queries(12) as one:
        desk_client.get("/agence/")
    make(9)
    # What it counts is counted again when a demande changes.
    desk_client.get("/agence/")
    with django_assert_max_num_queries(12) as many:
        desk_client.get("/agence/")
    assert len(many) == len(one)


def far_tests(commune, count):
    for _ in range(count):
        AddressTest.objects.create(outcome="trop_eloigne", precision="adresse", commune_id=commune)


def figures(response):
    return dict(response.context["picture"].tests_without_network)


def test_small_numbers_are_masked_from_one_to_four(client, collectivite):
    enter(client, collectivite)
    far_tests("38185", 5)
    far_tests("38421", 4)
    far_tests("38053", 3)
    far_tests(NANTES, 9)
    AddressTest.objects.create(
        outcome="reseau_existant_proche", precision="adresse", commune_id="38185"
    )
    shown = figures(client.get("/collectivite/"))
    assert shown == {
        "Grenoble (38185)": "5",
        "Bourgoin-Jallieu (38053)": "moins de 5",
        "Saint-Martin-d'Hères (38421)": "moins de 5",
    }
    AddressTest.objects.filter(commune_id="38421").delete()
    # A single masked number masks another.
    assert set(figures(client.get("/collectivite/")).values()) == {"non publié", "moins de 5"}


def test_who_has_told_nothing_yet_is_counted_for_its_ambassador(client, collectivite):
    AmbassadeurFactory(copropriete__commune_id="38185")
    enter(client, collectivite)
    totals = dict(client.get("/collectivite/").context["picture"].totals)
    assert totals["copropriété raccordée avec un ambassadeur"] == "1"


def test_requests_are_counted_never_named(client, collectivite):
    enter(client, collectivite)
    made = DemandeFactory.create_batch(5, exploitant=True, desk_status=DeskStatus.VOTE)
    DemandeFactory(exploitant=True, commune_id=NANTES, departement_id="44")
    response = client.get("/collectivite/")
    assert dict(response.context["picture"].by_kind)["Exploitant du réseau"] == "5"
    assert dict(response.context["picture"].by_status)["Voté en assemblée générale"] == "5"
    for page in (response, client.get("/collectivite/export.csv")):
        content = page.content.decode()
        for word in ("Tilleuls", "Nom jamais envoyé", made[0].requester.public_name):
            assert word not in content


def test_without_territory_everything_is_zero(client, membre):
    MembershipFactory(user=membre, organisation=OrganisationFactory(kind="collectivite", covers=[]))
    far_tests("38185", 9)
    response = enter(client, membre).get("/collectivite/")
    assert figures(response) == {}
    assert "Aucun territoire" in response.content.decode()


def test_the_desk_of_the_authority_holds_its_budget(
    client, collectivite, django_assert_max_num_queries
):
    enter(client, collectivite)
    far_tests("38185", 9)
    DemandeFactory(exploitant=True)
    client.get("/collectivite/")
    # With what is told but may still be undone.
    with django_assert_max_num_queries(15) as one:
        client.get("/collectivite/")
    building, person = CoproprieteFactory(connected_year=None, reseau=None), UserFactory()
    DemandeFactory.create_batch(
        29, exploitant=True, copropriete=building, requester=person, ambassadeur=None
    )
    with django_assert_max_num_queries(15) as many:
        client.get("/collectivite/")
    assert len(many) == len(one)


def test_the_requests_of_the_territory_tell_no_person_and_no_building(client, collectivite):
    enter(client, collectivite)
    old = timezone.now() - timedelta(days=15)
    late = DemandeFactory(exploitant=True, created_at=old, organisation__name="Chaleur SA")
    to_ambassador = DemandeFactory(created_at=old - timedelta(days=9))
    DemandeFactory(agence=True, state=State.CLOSED)
    elsewhere = DemandeFactory(exploitant=True, commune_id=NANTES, departement_id="44")
    page = client.get("/collectivite/")
    assert [line.demande for line in page.context["lines"]][:2] == [to_ambassador, late]
    assert len(page.context["lines"]) == 3
    sheet = client.get("/collectivite/demandes.csv")
    for content in (page.content.decode(), sheet.content.decode("utf-8-sig")):
        assert "Chaleur SA" in content
        assert late.reseau.name in content
        for word in (
            "Tilleuls",
            "Nom jamais envoyé",
            late.requester.public_name,
            to_ambassador.ambassadeur.first_name,
            to_ambassador.reseau.name,
            elsewhere.organisation.name,
        ):
            assert word not in content
    assert sheet.content.decode().count("\n") == 4


def test_the_alert_leads_to_the_demand_and_filters_hold(client, collectivite):
    enter(client, collectivite)
    waiting = DemandeFactory(exploitant=True)
    DemandeFactory(exploitant=True, state=State.CLOSED)
    DemandeFactory()
    for query in (
        "?etat=en_attente&nature=exploitant",
        "?etat=en_attente&nature=exploitant&page=9",
    ):
        found = client.get(f"/collectivite/{query}").context["lines"]
        assert [line.demande for line in found] == [waiting]
    assert len(client.get("/collectivite/?commune=Grenoble").context["lines"]) == 3
    none = client.get("/collectivite/?commune=Nulle").text
    assert "Aucune demande ne correspond à ces critères." in none
    assert "Voir toutes les demandes" in none
    wrong = client.get("/collectivite/?etat=zz")
    assert wrong.context["form"].errors["etat"]
    assert "demandes.csv" not in wrong.content.decode()
    sheet = client.get("/collectivite/demandes.csv?etat=zz")
    assert sheet.status_code == 422
    assert sheet.content.decode().count("\n") == 1


def test_a_demand_offered_again_counts_once(client, collectivite):
    enter(client, collectivite)
    first = DemandeFactory(state=State.CLOSED)
    again = DemandeFactory(reoffered_from=first)
    DemandeFactory.create_batch(4)
    page = client.get("/collectivite/")
    assert dict(page.context["picture"].by_kind)["Ambassadeur"] == "5"
    listed = [line.demande for line in page.context["lines"]]
    assert again in listed
    assert first not in listed


def test_buildings_without_network_are_counted_by_commune(client, collectivite):
    enter(client, collectivite)

    def project(**facts):
        building = CoproprieteFactory(connected_year=None, reseau=None, **facts)
        CoproprieteMember.objects.create(copropriete=building, user=UserFactory())

    strict = ReseauFactory(identifiant="7501C")
    for _ in range(2):
        project(distance_m=201)
    # Asked about by somebody who does not take part in it: a syndic, for one.
    asked = CoproprieteFactory(distance_m=201, connected_year=None, reseau=None)
    DemandeFactory(copropriete=asked)
    # In the table of a syndic alone; connected, as its people say.
    CoproprieteFactory(distance_m=201, connected_year=None, reseau=None)
    project(distance_m=201, stage=Stage.CONNECTED)
    project(distance_m=101, nearest_reseau=strict)
    project(distance_m=100, nearest_reseau=strict)
    project(longitude=5.7, latitude=45.1, nearest_reseau=None)
    project(distance_m=200)
    project(distance_m=900, in_pdp=True)
    project(distance_m=900, commune_id=NANTES)
    CoproprieteFactory(distance_m=900)
    # Overseas, no network is known: nothing to say of a distance.
    Coverage.objects.create(
        organisation=collectivite.memberships.get().organisation, commune_id="98818"
    )
    for _ in range(5):
        project(commune_id="98818", longitude=166.4, latitude=-22.3, nearest_reseau=None)
    shown = dict(client.get("/collectivite/").context["picture"].without_network)
    assert shown == {"Grenoble (38185)": "5"}
