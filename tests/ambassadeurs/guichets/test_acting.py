"""Who works for two organisations of one kind acts for one: said on screen, held at each write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.guichets.models import ApiToken, ReplyTemplate
from communaute.comptes.models import Membership
from communaute.comptes.perms import act_for, colleagues_of
from communaute.territoires.models import Departement
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ACT_FOR = "/espaces/agir-pour/"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def working_for(person, kind, **fields):
    organisation = OrganisationFactory(kind=kind, **fields)
    MembershipFactory(user=person, organisation=organisation)
    return organisation


@pytest.fixture
def first(person):
    return working_for(person, "exploitant", name="Alpha Chaleur")


@pytest.fixture
def second(person):
    return working_for(person, "exploitant", name="Zéphyr Chaleur")


def demande_of(organisation):
    return DemandeFactory(exploitant=True, organisation=organisation)


def page_of(demande, act=""):
    return f"/exploitant/demandes/{demande.public_id}/{act}"


def choose(client, organisation, **more):
    return client.post(ACT_FOR, {"organisme": organisation.pk, **more})


def listed(client):
    return [line.demande for line in client.get("/exploitant/").context["lines"]]


def test_the_desk_is_that_of_one_and_says_which(client, first, second):
    mine, other = demande_of(first), demande_of(second)
    page = client.get("/exploitant/")
    assert "Vous agissez pour <strong>Alpha Chaleur</strong>" in page.text
    assert listed(client) == [mine]
    assert str(other.public_id) not in client.get("/exploitant/export.csv").text
    assert choose(client, second)["Location"] == "/exploitant/"
    assert "Vous agissez pour <strong>Zéphyr Chaleur</strong>" in client.get("/exploitant/").text
    assert listed(client) == [other]


def test_who_works_for_one_is_told_nothing(client, first):
    assert "Vous agissez pour" not in client.get("/exploitant/").text


def test_nothing_is_written_for_the_other_before_one_acts_for_it(client, first, second):
    other = demande_of(second)
    typed = {"status": "recontacte", "note": "Appelée ce matin."}
    refused = client.post(page_of(other, "suivi/"), typed)
    assert refused.status_code == 409
    assert "Cette demande est pour Zéphyr Chaleur" in refused.text
    assert "Appelée ce matin." in refused.text
    several = {"demandes": [other.public_id], "acte": "suivi", **typed}
    assert client.post("/exploitant/demandes/ensemble/", several).status_code == 422
    other.refresh_from_db()
    assert other.desk_status == DeskStatus.A_TRAITER
    assert not other.events.exists()
    # The link of a mail says whose it is, then leads to it.
    assert client.get(page_of(other)).status_code == 409
    there = choose(client, second, suite=page_of(other))["Location"]
    assert there == page_of(other)
    assert client.get(there).status_code == 200
    assert client.post(page_of(other, "suivi/"), typed).status_code == 302
    other.refresh_from_db()
    assert other.desk_status == "recontacte"


def test_a_stranger_s_demande_still_does_not_exist(client, first, second):
    assert (
        client.get(page_of(demande_of(OrganisationFactory(kind="exploitant")))).status_code == 404
    )


def test_a_membership_withdrawn_is_gone_at_once(client, person, first, second):
    other = demande_of(second)
    choose(client, second)
    assert client.get(page_of(other)).status_code == 200
    Membership.objects.filter(user=person, organisation=second).delete()
    assert client.get(page_of(other)).status_code == 404
    assert listed(client) == []
    assert choose(client, second)["Location"] == "/mon-compte/"
    Membership.objects.filter(user=person).delete()
    assert client.get("/exploitant/").status_code == 403


def test_the_key_and_the_ready_answers_are_those_of_one(client, first, second):
    choose(client, second)
    client.post("/exploitant/cle/")
    assert list(ApiToken.objects.values_list("organisation", flat=True)) == [second.pk]
    client.post("/exploitant/modeles/", {"title": "Visite", "body": "Lundi."})
    model = ReplyTemplate.objects.get()
    assert model.organisation == second
    assert client.get(f"/exploitant/modeles/{model.pk}/").status_code == 200
    choose(client, first)
    elsewhere = client.get(f"/exploitant/modeles/{model.pk}/", follow=True)
    assert elsewhere.redirect_chain == [("/exploitant/modeles/", 302)]
    assert "Lundi." not in elsewhere.text


@pytest.mark.parametrize("suite", ["https://ailleurs.test/", "//ailleurs.test/", "javascript:x"])
def test_one_never_leaves_the_site(client, first, second, suite):
    assert choose(client, second, suite=suite)["Location"] == "/exploitant/"


@pytest.mark.parametrize("kind", ["agence", "collectivite"])
def test_the_territory_is_that_of_one(client, person, kind):
    codes = {"38": "Alpha", "21": "Zéphyr"}
    for code, name in codes.items():
        organisation = working_for(person, kind, name=name)
        organisation.coverages.create(departement=Departement.objects.get(code=code))
    page = client.get(f"/{kind}/")
    assert [str(one) for one in page.context["coverages"]] == ["Isère (38)"]
    choose(client, organisation)
    page = client.get(f"/{kind}/")
    assert [one.departement_id for one in page.context["coverages"]] == ["21"]


def test_mandates_listed_are_those_of_the_territory_of_one(client, person):
    mandate = AmbassadeurFactory()
    here = mandate.copropriete.commune.departement
    working_for(person, "agence", name="Alpha").coverages.create(departement=here)
    other = working_for(person, "agence", name="Zéphyr")
    page = client.get("/agence/ambassadeurs/")
    assert list(page.context["page_obj"]) == [mandate]
    choose(client, other)
    assert list(client.get("/agence/ambassadeurs/").context["page_obj"]) == []


def test_those_of_the_other_stay_colleagues(person, first, second):
    """Acting for one never lets anybody decide of a colleague of the other."""
    there = MembershipFactory(organisation=second).user
    act_for(person, first)
    assert there.pk in colleagues_of(person)


def test_choosing_costs_no_query(client, person, first):
    demande_of(first)
    client.get("/exploitant/")
    with CaptureQueriesContext(connection) as one:
        client.get("/exploitant/assemblees/")
    expected = len(one)
    for number in range(20):
        working_for(person, "exploitant", name=f"Zéphyr {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/exploitant/assemblees/")
    assert len(many) == expected
