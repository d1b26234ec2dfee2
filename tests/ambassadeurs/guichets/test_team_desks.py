"""The national team reads a desk: opened with a reason, for an hour, written down, read only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.guichets.exploitant.services import change_status
from ambassadeurs.guichets.models import DeskOpening
from ambassadeurs.guichets.national_team import oversight
from communaute.comptes.closing import close_account
from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
WHY = "L’exploitant nous demande de l’aide."


@pytest.fixture
def clock(monkeypatch):
    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(NOW)
    return move


@pytest.fixture
def team_client(client, equipe):
    client.force_login(equipe, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(organisation, demande=None):
    one = f"demandes/{demande.public_id}/" if demande else ""
    return f"/equipe/espaces/{organisation.pk}/{one}"


def test_nothing_is_shown_nor_written_before_it_is_opened(team_client, operator, demande):
    shown = team_client.get(page(operator))
    assert shown.status_code == 200
    assert "Ouvrir l’espace d" in shown.text
    assert "Les Tilleuls" not in shown.text
    one = team_client.get(page(operator, demande))
    assert one.status_code == 302
    assert one.url == page(operator)
    assert not DeskOpening.objects.exists()


@pytest.mark.parametrize("reason", ["   ", "aide"])
def test_a_reason_is_asked(team_client, operator, reason):
    refused = team_client.post(page(operator), {"reason": reason})
    assert refused.status_code == 422
    assert "<title>Erreur – " in refused.text
    assert not DeskOpening.objects.exists()


def test_the_desk_is_read_once_opened(team_client, operator, demande, exploitant, equipe, clock):
    change_status(actor=exploitant, demande=demande, status="recontacte", note="Note à nous")
    clock(NOW)
    assert team_client.post(page(operator), {"reason": WHY}).url == page(operator)
    kept = DeskOpening.objects.get()
    assert (kept.organisation, kept.actor, kept.reason) == (operator, equipe, WHY)
    assert (kept.actor_name, kept.at) == (equipe.public_name, NOW)
    desk = team_client.get(page(operator))
    assert "Les Tilleuls" in desk.text
    assert "Lecture seule" in desk.text
    one = team_client.get(page(operator, demande))
    assert "Chaudière" in one.text or "chaudière" in one.text
    assert "Recontacté pour étude" in one.text
    assert "Note à nous" not in one.text
    # Read only: no form on either page but those of the whole site (search, sign out).
    for shown in (desk, one):
        assert "/exploitant/demandes/" not in shown.text
    assert team_client.get(f"/exploitant/demandes/{demande.public_id}/").status_code == 403
    # Again, while it is open, writes nothing more.
    team_client.post(page(operator), {"reason": WHY})
    assert DeskOpening.objects.count() == 1


def test_it_lasts_an_hour(team_client, operator, demande, clock):
    team_client.post(page(operator), {"reason": WHY})
    clock(NOW + timedelta(hours=1, seconds=-1))
    assert "Les Tilleuls" in team_client.get(page(operator)).text
    clock(NOW + timedelta(hours=1))
    assert "Les Tilleuls" not in team_client.get(page(operator)).text
    assert team_client.get(page(operator, demande)).status_code == 302


def test_it_opens_one_desk_for_one_person_who_reads_nothing_once_the_consent_is_withdrawn(
    team_client, client, equipe, operator, demande
):
    other = DemandeFactory(exploitant=True)
    team_client.post(page(operator), {"reason": WHY})
    assert "Les Tilleuls" not in team_client.get(page(other.organisation)).text
    assert team_client.get(page(operator, other)).status_code == 404
    assert "Les Tilleuls" in team_client.get(page(operator)).text
    type(demande).objects.filter(pk=demande.pk).update(consent_withdrawn_at=timezone.now())
    assert "Les Tilleuls" not in team_client.get(page(operator)).text
    assert team_client.get(page(operator, demande)).status_code == 404
    type(demande).objects.filter(pk=demande.pk).update(consent_withdrawn_at=None)
    colleague = MembershipFactory(organisation=memberships_of(equipe)[0].organisation).user
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert "Les Tilleuls" not in client.get(page(operator)).text


def test_an_agency_and_a_local_authority(team_client, agence, collectivite):
    agency = memberships_of(agence)[0].organisation
    advice = DemandeFactory(agence=True, organisation=agency)
    team_client.post(page(agency), {"reason": WHY})
    assert advice.requester.public_name in team_client.get(page(agency)).text
    assert "60" in team_client.get(page(agency, advice)).text
    authority = memberships_of(collectivite)[0].organisation
    team_client.post(page(authority), {"reason": WHY})
    shown = team_client.get(page(authority))
    assert "Mois par mois" in shown.text
    assert advice.requester.public_name not in shown.text
    assert "/collectivite/" not in shown.text
    assert team_client.get(page(authority, advice)).status_code == 404


def test_the_team_reads_who_opened_what(team_client, operator, equipe):
    OrganisationFactory(kind="equipe", name="Pas un guichet")
    listed = team_client.get("/equipe/espaces/")
    assert operator.name in listed.text
    assert "Pas un guichet" not in listed.text
    assert "Personne n’a encore ouvert d’espace" in listed.text
    oversight.open_desk(actor=equipe, organisation=operator, reason=WHY)
    equipe.delete()
    assert DeskOpening.objects.get().actor_name
    found = team_client.get("/equipe/espaces/?nom=introuvable")
    assert found.status_code == 302  # the account is gone


def test_who_closes_an_account_knows_that_the_journal_keeps_the_name(client, equipe, operator):
    oversight.open_desk(actor=equipe, organisation=operator, reason=WHY)
    name = equipe.public_name
    client.force_login(equipe, backend="django.contrib.auth.backends.ModelBackend")
    assert "votre nom dans le journal des espaces" in client.get("/mon-compte/fermer/").text
    close_account(actor=equipe)
    kept = DeskOpening.objects.get()
    assert (kept.actor, kept.actor_name) == (None, name)


def test_the_whole_journal_is_read_page_by_page(team_client, operator, equipe):
    assert "Personne n’a encore" in team_client.get("/equipe/espaces/journal/").text
    for number in range(27):
        at = NOW + timedelta(minutes=number)
        DeskOpening.objects.create(
            organisation=operator,
            actor=equipe,
            actor_name=equipe.public_name,
            reason=f"Raison numéro {number}.",
            at=at,
            until=at,
        )
    short = team_client.get("/equipe/espaces/")
    assert "Raison numéro 17." in short.text
    assert "Raison numéro 16." not in short.text
    assert "/equipe/espaces/journal/" in short.text
    first, last = (team_client.get(f"/equipe/espaces/journal/?page={one}").text for one in (1, 2))
    assert "Raison numéro 26." in first
    assert "Raison numéro 1." not in first
    assert "Raison numéro 1." in last
    assert "Raison numéro 2." not in last


def test_the_organisation_is_locked_before_an_opening_is_looked_for(operator, equipe):
    with CaptureQueriesContext(connection) as queries:
        oversight.open_desk(actor=equipe, organisation=operator, reason=WHY)
    told = [one["sql"] for one in queries]
    lock = next(
        number for number, sql in enumerate(told) if 'FROM "comptes_organisation" WHERE' in sql
    )
    look = next(number for number, sql in enumerate(told) if 'FROM "guichets_desk' in sql)
    assert lock < look
    assert ("FOR UPDATE" in told[lock]) == (connection.vendor == "postgresql")


def test_search_by_name(team_client):
    OrganisationFactory(kind="exploitant", name="Chaleur du Lac")
    OrganisationFactory(kind="exploitant", name="Énergie du Bourg")
    found = team_client.get("/equipe/espaces/?nom=lac").context["page_obj"].object_list
    assert [one.name for one in found] == ["Chaleur du Lac"]
    assert "Aucun organisme de ce nom" in team_client.get("/equipe/espaces/?nom=xyz").text


def test_others_open_no_desk(exploitant, agence, collectivite, membre, operator, equipe):
    for actor in (exploitant, agence, collectivite, membre):
        with pytest.raises(NotAllowed):
            oversight.open_desk(actor=actor, organisation=operator, reason=WHY)
        assert oversight.opening_of(actor, operator) is None
    team = memberships_of(equipe)[0].organisation
    with pytest.raises(NotAllowed):
        oversight.open_desk(actor=equipe, organisation=team, reason=WHY)


def test_as_many_queries_for_one_as_for_twenty(
    team_client, operator, demande, django_assert_max_num_queries
):
    team_client.post(page(operator), {"reason": WHY})
    team_client.get(page(operator))
    with django_assert_max_num_queries(12) as one:
        team_client.get(page(operator))
    DemandeFactory.create_batch(
        20, exploitant=True, organisation=operator, reseau=demande.reseau, assigned_to=None
    )
    with django_assert_max_num_queries(12) as many:
        team_client.get(page(operator))
    assert len(one) == len(many)


def test_a_name_that_cannot_be_read_is_said_in_the_title(team_client):
    page = team_client.get("/equipe/espaces/", {"nom": "x" * 101})
    assert "<title>Erreur – Espaces des organismes" in page.text
