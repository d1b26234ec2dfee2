"""The partner API: the key, the cursor, the fields, and the same scope as the desk."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from ninja import Schema

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.models import Demande
from ambassadeurs.guichets.api import routes as partner_api
from ambassadeurs.guichets.api.schemas import DemandPatch
from ambassadeurs.guichets.api.views import rotate_token
from ambassadeurs.guichets.models import ApiToken
from ambassadeurs.reseaux import api as public_api
from ambassadeurs.reseaux.api import OutsideOut
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import User
from communaute.comptes.perms import memberships_of
from communaute.comptes.second_factor.services import add_application
from tests.ambassadeurs.demandes.factories import SENT, DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import NOON
from tests.communaute.comptes.factories import MembershipFactory

pytestmark = pytest.mark.django_db
URL = "/api/v2/demands"


@pytest.fixture
def key(operator, exploitant):
    return rotate_token(actor=exploitant, organisation=operator)


@pytest.fixture
def api(client, key):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client


def key_of(user):
    """The organisation the person works for, with a new key."""
    organisation = memberships_of(user)[0].organisation
    return organisation, rotate_token(actor=user, organisation=organisation)


def patch(client, demande, **changes):
    return client.patch(
        f"{URL}/{demande.public_id}", json.dumps(changes), content_type="application/json"
    )


def test_without_a_key_or_with_a_wrong_one_nothing(client, key, demande):
    for headers in ({}, {"Authorization": "Bearer cu_faux"}, {"Authorization": f"Basic {key}"}):
        response = client.get(URL, headers=headers)
        assert response.status_code == 401
        assert "Clé" in response.json()["detail"]


def test_only_the_digest_of_the_key_is_kept(key, operator):
    stored = ApiToken.objects.get(organisation=operator)
    assert stored.digest == hashlib.sha256(key.encode()).hexdigest()
    assert stored.hint == key[-4:]
    assert key not in str(stored.__dict__)


def test_the_fields_are_those_of_the_contract_and_hold_what_was_sent(api, demande):
    (demand,) = api.get(URL).json()
    assert sorted(demand) == [
        "batiment",
        "commentaire",
        "contact",
        "date_creation",
        "date_modification",
        "eligibilite",
        "etat",
        "id",
        "localisation",
        "reseau",
        "statut",
    ]
    assert demand["id"] == str(demande.public_id)
    assert (demand["statut"], demand["etat"]) == ("À traiter", "En attente de réponse")
    assert demand["batiment"]["nombre_logements"] == 58
    assert demand["batiment"]["annee_chaudiere"] == 1998
    assert demand["eligibilite"] == {"distance_reseau_m": 93, "reseau_prevu": False}
    assert demand["localisation"] == {"adresse": None, "commune_label": "Grenoble (38)"}
    assert demand["contact"] == {"email": None, "nom": None, "prenom": None, "telephone": None}
    content = json.dumps(demand, ensure_ascii=False)
    assert "Nom jamais envoyé" not in content
    assert "12 rue Secrète" not in content


def test_what_was_sent_is_given_numbers_as_numbers_dates_as_iso_dates(api, operator):
    sent = {"boiler_power": 350, "assembly": "2027-03-04", "stage": "vote"}
    sent = {**SENT, **sent, "email": "dite@exemple.test"}
    DemandeFactory(exploitant=True, organisation=operator, sent=sent)
    planned = {"commune": "38185", "planned_distance": 93}
    DemandeFactory(exploitant=True, organisation=operator, sent=planned)
    first, second = api.get(URL).json()
    assert second["eligibilite"] == {"distance_reseau_m": 93, "reseau_prevu": True}
    assert first["contact"]["email"] == "dite@exemple.test"
    building = first["batiment"]
    assert (building["nombre_lots"], building["puissance_chaudiere"]) == (60, 350)
    assert building["prochaine_ag"] == "2027-03-04"
    assert building["energie_chauffage"] == "Gaz"
    assert building["etape"] == "Vote en assemblée générale"


def test_another_operators_demands_do_not_exist(api, operator, demande):
    other = DemandeFactory(exploitant=True)
    DemandeFactory(agence=True, organisation=operator)
    assert [one["id"] for one in api.get(URL).json()] == [str(demande.public_id)]
    assert patch(api, other, statut="Voté en AG").status_code == 404
    other.refresh_from_db()
    assert other.desk_status == "a_traiter"


def test_the_bound_of_the_cursor_is_included(api, operator):
    made = DemandeFactory.create_batch(3, exploitant=True, organisation=operator)
    start = NOON - timedelta(days=1)
    for hours, demande in enumerate(made):
        Demande.objects.filter(pk=demande.pk).update(updated_at=start + timedelta(hours=hours))
    cursor = api.get(URL).json()[1]["date_modification"]
    found = [one["id"] for one in api.get(URL, {"updated_since": cursor}).json()]
    assert found == [str(made[1].public_id), str(made[2].public_id)]


def test_pages_go_on_even_when_many_share_a_moment(api, operator, monkeypatch):
    monkeypatch.setattr(partner_api, "PAGE_SIZE", 2)
    DemandeFactory.create_batch(7, exploitant=True, organisation=operator)
    start = NOON - timedelta(days=1)
    for rank, demande in enumerate(Demande.objects.order_by("pk")):
        moment = start + timedelta(hours=0 if rank < 4 else rank)
        Demande.objects.filter(pk=demande.pk).update(updated_at=moment)
    seen, cursor = set(), None
    for _ in range(4):
        page = api.get(URL, {"updated_since": cursor} if cursor else {}).json()
        seen |= {one["id"] for one in page}
        cursor = page[-1]["date_modification"]
    assert len(seen) == 7


@pytest.mark.parametrize(
    "cursor", ["hier", "1764000000", "0001-01-01T00:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_wrong_cursor_is_said(api, cursor):
    response = api.get(URL, {"updated_since": cursor})
    assert response.status_code == 422
    assert "updated_since" in response.json()["detail"]


def test_a_patch_moves_the_status_and_the_comment(api, demande):
    before = api.get(URL).json()[0]["date_modification"]
    response = patch(api, demande, statut="Voté en AG", commentaire="Vote du 3 mai")
    assert response.status_code == 200
    assert response.json()["statut"] == "Voté en AG"
    assert response.json()["commentaire"] == "Vote du 3 mai"
    assert response.json()["date_modification"] > before
    event = demande.events.get()
    assert (event.by_partner_api, event.actor, event.to_status) == (True, None, "vote")
    assert patch(api, demande, commentaire=None).json()["commentaire"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"statut": "Gagné"},
        {"statut": None},
        {"contact": {}},
        {"commentaire": "x" * 5001},
        {"commentaire": "a\x00"},
    ],
)
def test_a_wrong_patch_changes_nothing(api, demande, changes):
    assert patch(api, demande, **changes).status_code == 422
    assert not demande.events.exists()


def test_the_published_schema_says_that_a_patch_changes_something():
    choices = DemandPatch.model_json_schema()["anyOf"]
    assert [choice["required"] for choice in choices] == [["statut"], ["commentaire"]]


def test_the_rate_is_counted_by_organisation(api, demande, monkeypatch):
    monkeypatch.setattr(partner_api, "RATE", "2/m")
    assert [api.get(URL).status_code for _ in range(3)] == [200, 200, 429]
    assert api.get(URL)["Retry-After"] == "60"


def test_an_agency_reads_its_requests_for_advice_and_changes_none(client, agence):
    agency, key = key_of(agence)
    near = ReseauFactory()
    advice = DemandeFactory(agence=True, organisation=agency, state="en_cours", reseau=near)
    other = DemandeFactory(agence=True)
    DemandeFactory(exploitant=True)
    DemandeFactory()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    (demand,) = client.get(URL).json()
    assert (demand["id"], demand["etat"], demand["statut"]) == (
        str(advice.public_id),
        "En cours",
        None,
    )
    assert demand["batiment"]["nombre_lots"] == 60
    assert "Nom jamais envoyé" not in json.dumps(demand, ensure_ascii=False)
    # The person did not leave it in what is sent.
    assert demand["reseau"] is None
    Demande.objects.filter(pk=advice.pk).update(sent={"network": near.name})
    assert client.get(URL).json()[0]["reseau"]["nom"] == near.name
    # Renamed since, it is still the one nearest to the building.
    Reseau.objects.filter(pk=near.pk).update(name="Réseau du Nord")
    assert client.get(URL).json()[0]["reseau"] is None
    Copropriete.objects.filter(pk=advice.copropriete_id).update(nearest_reseau=near)
    assert client.get(URL).json()[0]["reseau"]["nom"] == "Réseau du Nord"
    refused = patch(client, advice, statut="Voté en AG")
    assert refused.status_code == 403
    assert "se lit seulement" in refused.json()["detail"]
    assert patch(client, other, commentaire="Vu").status_code == 404
    assert advice.events.count() == other.events.count() == 0


def test_an_organisation_that_has_no_desk_any_more_reads_nothing(api, operator, demande):
    operator.kind = "syndic"
    operator.save()
    assert api.get(URL).status_code == 403
    assert patch(api, demande, statut="Voté en AG").status_code == 403


@pytest.mark.parametrize("how", ["closed account", "nobody left", "organisation gone"])
def test_a_key_ends_with_the_last_colleague(api, operator, exploitant, how):
    colleague = MembershipFactory(organisation=operator).user
    if how == "closed account":
        User.objects.filter(pk=exploitant.pk).update(is_active=False)
    else:
        operator.memberships.filter(user=exploitant).delete()
    assert api.get(URL).status_code == 200
    if how == "closed account":
        User.objects.filter(pk=colleague.pk).update(is_active=False)
    elif how == "nobody left":
        operator.memberships.all().delete()
    else:
        operator.delete()
    assert api.get(URL).status_code == 401


@pytest.mark.parametrize("role", ["exploitant", "agence"])
def test_the_list_asks_as_little_at_one_row_as_at_thirty(
    client, person, role, django_assert_max_num_queries
):
    organisation, key = key_of(person(role))
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    first = DemandeFactory(**{role: True}, organisation=organisation)
    with django_assert_max_num_queries(4) as one:
        client.get(URL)
    DemandeFactory.create_batch(
        29,
        **{role: True},
        organisation=organisation,
        reseau=first.reseau,
        requester=first.requester,
        copropriete=None,
    )
    with django_assert_max_num_queries(4) as many:
        assert len(client.get(URL).json()) == 30
    assert len(many) == len(one)


def test_the_description_is_public_and_names_the_addresses(client):
    described = client.get("/api/v2/openapi.json").json()
    assert set(described["paths"]) == {URL, f"{URL}/{{demand_id}}"}
    for path in described["paths"].values():
        for act in path.values():
            assert {"401", "403", "429"} <= act["responses"].keys()
            assert act["description"].startswith("Pour un")


def test_a_key_made_with_a_password_alone_waits_with_its_maker(
    client, operator, exploitant, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    key = rotate_token(actor=exploitant, organisation=operator)
    headers = {"Authorization": f"Bearer {key}"}
    exploitant.second_factor_due = timezone.now() + timedelta(days=1)
    exploitant.save()
    assert client.get(URL, headers=headers).status_code == 200
    exploitant.second_factor_due = timezone.now()
    exploitant.save()
    refused = client.get(URL, headers=headers)
    assert refused.status_code == 403
    assert "protégé son compte" in refused.json()["detail"]
    add_application(actor=exploitant, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert client.get(URL, headers=headers).status_code == 200


def test_a_key_made_with_a_second_factor_waits_for_nothing(client, operator, exploitant, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    exploitant.second_factor_due = timezone.now() - timedelta(days=30)
    exploitant.save()
    key = rotate_token(actor=exploitant, organisation=operator, is_proved=True)
    assert client.get(URL, headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_what_is_no_json_is_refused_in_french(api, demande, settings):
    settings.DEBUG = True
    response = api.patch(f"{URL}/{demande.public_id}", "{", content_type="application/json")
    assert response.status_code == 400
    assert "n’est pas du JSON" in response.json()["detail"]
    assert "Cannot" not in response.text


@pytest.mark.parametrize("published", [partner_api.api, public_api.api])
def test_the_published_schemas_never_tell_a_docstring(published):
    """They are read by people, in French."""
    described = published.get_openapi_schema()["components"]["schemas"]
    docstrings = {one.__doc__ for one in (*Schema.__subclasses__(), OutsideOut)}
    assert not docstrings & {one.get("description") for one in described.values()} - {None}
