"""The partner API: the key, the cursor, the fields, and the same scope as the desk."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.mises_en_relation import partner_api
from ambassadeurs.mises_en_relation.errors import NotAllowed
from ambassadeurs.mises_en_relation.models import ApiToken, MiseEnRelation
from ambassadeurs.mises_en_relation.services.desk import rotate_token
from communaute.comptes.perms import memberships_of

from .factories import SENT, MiseEnRelationFactory

pytestmark = pytest.mark.django_db
URL = "/api/v2/demands"


@pytest.fixture
def operator(exploitant):
    return memberships_of(exploitant)[0].organisation


@pytest.fixture
def key(operator, exploitant):
    return rotate_token(actor=exploitant, organisation=operator)


@pytest.fixture
def api(client, key):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client


@pytest.fixture
def prospect(operator):
    return MiseEnRelationFactory(exploitant=True, organisation=operator)


def patch(client, mise, **changes):
    return client.patch(
        f"{URL}/{mise.public_id}", json.dumps(changes), content_type="application/json"
    )


def test_without_a_key_or_with_a_wrong_one_nothing(client, key, prospect):
    for headers in ({}, {"Authorization": "Bearer cu_faux"}, {"Authorization": f"Basic {key}"}):
        response = client.get(URL, headers=headers)
        assert response.status_code == 401
        assert "Clé" in response.json()["detail"]


def test_only_the_digest_of_the_key_is_kept(key, operator):
    stored = ApiToken.objects.get(organisation=operator)
    assert stored.digest == hashlib.sha256(key.encode()).hexdigest()
    assert stored.hint == key[-4:]
    assert key not in str(stored.__dict__)


def test_the_fields_are_those_of_the_contract_and_hold_what_was_sent(api, prospect):
    (demand,) = api.get(URL).json()
    assert sorted(demand) == [
        "batiment",
        "commentaire",
        "contact",
        "date_creation",
        "date_modification",
        "eligibilite",
        "id",
        "localisation",
        "reseau",
        "statut",
    ]
    assert demand["id"] == str(prospect.public_id)
    assert demand["statut"] == "À traiter"
    assert demand["batiment"]["nombre_logements"] == 58
    assert demand["batiment"]["annee_chaudiere"] == 1998
    assert demand["eligibilite"] == {"distance_reseau_m": 93}
    assert demand["localisation"] == {"adresse": None, "commune_label": "Grenoble (38)"}
    assert demand["contact"] == {"email": None, "nom": None, "prenom": None, "telephone": None}
    content = json.dumps(demand, ensure_ascii=False)
    assert "Nom jamais envoyé" not in content
    assert "12 rue Secrète" not in content


def test_the_address_is_given_when_it_was_sent(api, operator):
    sent = {**SENT, "Mon adresse électronique": "dite@exemple.test"}
    MiseEnRelationFactory(exploitant=True, organisation=operator, sent=sent)
    assert api.get(URL).json()[0]["contact"]["email"] == "dite@exemple.test"


def test_another_operators_demands_do_not_exist(api, operator, prospect):
    other = MiseEnRelationFactory(exploitant=True)
    MiseEnRelationFactory(agence=True, organisation=operator)
    assert [one["id"] for one in api.get(URL).json()] == [str(prospect.public_id)]
    assert patch(api, other, statut="Voté en AG").status_code == 404
    other.refresh_from_db()
    assert other.desk_status == "a_traiter"


def test_the_bound_of_the_cursor_is_included(api, operator):
    made = MiseEnRelationFactory.create_batch(3, exploitant=True, organisation=operator)
    start = timezone.now() - timedelta(days=1)
    for hours, mise in enumerate(made):
        MiseEnRelation.objects.filter(pk=mise.pk).update(updated_at=start + timedelta(hours=hours))
    cursor = api.get(URL).json()[1]["date_modification"]
    found = [one["id"] for one in api.get(URL, {"updated_since": cursor}).json()]
    assert found == [str(made[1].public_id), str(made[2].public_id)]


def test_pages_go_on_even_when_many_share_a_moment(api, operator, monkeypatch):
    monkeypatch.setattr(partner_api, "PAGE_SIZE", 2)
    MiseEnRelationFactory.create_batch(7, exploitant=True, organisation=operator)
    start = timezone.now() - timedelta(days=1)
    for rank, mise in enumerate(MiseEnRelation.objects.order_by("pk")):
        moment = start + timedelta(hours=0 if rank < 4 else rank)
        MiseEnRelation.objects.filter(pk=mise.pk).update(updated_at=moment)
    seen, cursor = set(), None
    for _ in range(4):
        page = api.get(URL, {"updated_since": cursor} if cursor else {}).json()
        seen |= {one["id"] for one in page}
        cursor = page[-1]["date_modification"]
    assert len(seen) == 7


def test_a_wrong_cursor_is_said(api):
    response = api.get(URL, {"updated_since": "hier"})
    assert response.status_code == 422
    assert "updated_since" in response.json()["detail"]


def test_a_patch_moves_the_status_and_the_comment(api, prospect):
    before = api.get(URL).json()[0]["date_modification"]
    response = patch(api, prospect, statut="Voté en AG", commentaire="Vote du 3 mai")
    assert response.status_code == 200
    assert response.json()["statut"] == "Voté en AG"
    assert response.json()["commentaire"] == "Vote du 3 mai"
    assert response.json()["date_modification"] > before
    event = prospect.events.get()
    assert (event.by_partner_api, event.actor, event.to_status) == (True, None, "vote")
    assert patch(api, prospect, commentaire=None).json()["commentaire"] is None


@pytest.mark.parametrize(
    "changes",
    [{}, {"statut": "Gagné"}, {"statut": None}, {"contact": {}}, {"commentaire": "x" * 5001}],
)
def test_a_wrong_patch_changes_nothing(api, prospect, changes):
    assert patch(api, prospect, **changes).status_code == 422
    assert not prospect.events.exists()


def test_the_rate_is_counted_by_operator(api, prospect, monkeypatch):
    monkeypatch.setattr(partner_api, "RATE", "2/m")
    assert [api.get(URL).status_code for _ in range(3)] == [200, 200, 429]
    assert api.get(URL)["Retry-After"] == "60"


def test_the_key_is_shown_once_and_a_new_one_ends_it(client, exploitant, prospect):
    client.force_login(exploitant, backend="django.contrib.auth.backends.ModelBackend")
    first = client.post("/exploitant/cle/").context["token"]
    page = client.get("/exploitant/cle/")
    assert first not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert client.post("/exploitant/cle/").status_code == 400
    second = client.post("/exploitant/cle/", {"replace": "on"}).context["token"]
    codes = [
        client.get(URL, headers={"Authorization": f"Bearer {one}"}).status_code
        for one in (first, second)
    ]
    assert codes == [401, 200]


def test_a_stranger_makes_no_key(membre, operator):
    with pytest.raises(NotAllowed):
        rotate_token(actor=membre, organisation=operator)


def test_the_description_is_public_and_names_the_addresses(client):
    described = client.get("/api/v2/openapi.json").json()
    assert set(described["paths"]) == {"/api/v2/demands", "/api/v2/demands/{demand_id}"}
