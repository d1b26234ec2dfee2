"""« Ma copropriété »: one next thing with its date, what is open, and who may still be asked."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.assemblees.enums import Result
from ambassadeurs.assemblees.models import Assemblee, Dossier
from ambassadeurs.assemblees.next_step import now_of
from ambassadeurs.assemblees.steps import is_to_come
from ambassadeurs.coproprietes.errors import BuildingNameMissing
from ambassadeurs.coproprietes.mandats.applications import submit_application
from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember
from ambassadeurs.coproprietes.models.copropriete import unnamed
from ambassadeurs.demandes.enums import DeskStatus, State
from ambassadeurs.visites.enums import BookingState
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.visites.factories import BookingFactory
from tests.clock import tick
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .dossiers import page_of
from .factories import AssembleeFactory, in_days, project_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def building(user):
    operator = OrganisationFactory(kind="exploitant", name="Chaleur SA")
    return project_of(user, name="Le Parc", nearest_reseau=ReseauFactory(exploitant=operator))


def asked(building, **fields):
    one, requester = building.nearest_reseau, fields.pop("requester", None) or UserFactory()
    CoproprieteMember.objects.get_or_create(copropriete=building, user=requester)
    common = {"exploitant": True, "copropriete": building, "purpose": "devis", "reseau": one}
    return DemandeFactory(**common, organisation=one.exploitant, requester=requester, **fields)


def shown(building, user):
    fresh = Copropriete.objects.select_related("nearest_reseau", "commune").get(pk=building.pk)
    return now_of(fresh, user)


def following(building, user):
    one = shown(building, user).next
    return (one.title, one.on)


def test_nothing_is_asked_yet(building, user):
    assert following(building, user) == ("Demandez un devis", None)
    one = AssembleeFactory(copropriete=building, held_on=in_days(200))
    assert following(building, user) == ("Demandez un devis avant cette date", in_days(100))
    Dossier.objects.create(assemblee=one, numbers={"offer_on": "2026-11-20"})
    assert "devis" not in shown(building, user).next.title


def test_what_is_awaited_comes_with_its_day(building, user):
    demande = asked(building, created_at=timezone.now(), last_act_at=timezone.now())
    title, on = following(building, user)
    assert (title, on) == ("Réponse attendue de Chaleur SA", in_days(7))
    # Another wrote it, and keeps the thread: there is nothing to open.
    assert shown(building, user).next.url == ""
    demande.requester = user
    demande.save()
    assert shown(building, user).next.url == demande.get_absolute_url()


def test_what_to_do_while_an_answer_is_awaited_is_one_click_away(building, user):
    asked(building, requester=user, created_at=timezone.now(), last_act_at=timezone.now())
    one = AssembleeFactory(copropriete=building, held_on=in_days(60))
    thing = shown(building, user).next
    assert thing.title == "Réponse attendue de Chaleur SA"
    assert thing.url == page_of(one)


def test_who_is_awaited_is_named_as_french_does(building, user):
    asked(building, created_at=timezone.now(), last_act_at=timezone.now())
    building.nearest_reseau.exploitant.name = "Engie"
    building.nearest_reseau.exploitant.save()
    assert following(building, user)[0] == "Réponse attendue d’Engie"


def test_the_operator_prepares_the_devis(building, user):
    demande = asked(building, state=State.ANSWERED, first_answer_at=timezone.now())
    assert following(building, user) == ("L’exploitant prépare votre devis", None)
    # Another wrote it, and keeps the thread.
    assert shown(building, user).next.text.endswith("il l’écrira à qui a fait la demande.")
    demande.requester = user
    demande.save()
    assert "lisez sa dernière réponse" in shown(building, user).next.text
    # Moved on at the desk without a word: there is nothing to read.
    demande.first_answer_at = None
    demande.save()
    assert shown(building, user).next.text.endswith("il vous écrira.")
    one = AssembleeFactory(copropriete=building, held_on=in_days(200))
    Dossier.objects.create(assemblee=one, numbers={"offer_on": "2026-11-20"})
    assert "devis" not in shown(building, user).next.title


@pytest.mark.parametrize("status", [DeskStatus.VOTE, DeskStatus.TRAVAUX])
def test_what_the_operator_says_voted_is_not_to_be_voted_again(client, building, user, status):
    asked(building, state=State.ANSWERED, first_answer_at=timezone.now(), desk_status=status)
    building.stage, building.boiler_year = "vote", 1990
    building.save()
    assert following(building, user)[0] == "D’après l’exploitant, le raccordement est voté"
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "ordre du jour" not in page
    assert "avant qu’elle ne lâche" not in page


def test_what_a_member_told_since_wins_over_what_the_operator_said(building, user):
    common = {"state": State.ANSWERED, "first_answer_at": timezone.now()}
    demande = asked(building, desk_status=DeskStatus.VOTE, **common)
    said = demande.events.create(from_status=DeskStatus.PROPOSITION, to_status=DeskStatus.VOTE)
    told = timezone.now() + timedelta(hours=1)
    AssembleeFactory(
        copropriete=building, past=True, state="tenue", result=Result.REJECTED, told_at=told
    )
    assert not shown(building, user).is_said_voted
    assert following(building, user)[0] == "Donnez la date de la prochaine assemblée"
    # Another assembly may have met since: the operator knows of it.
    type(said).objects.filter(pk=said.pk).update(at=told + timedelta(days=90))
    assert following(building, user)[0] == "D’après l’exploitant, le raccordement est voté"


def test_a_building_said_connected_has_nothing_left_to_ask_nor_to_vote(client, building, user):
    building.stage, building.boiler_year, building.distance_m = "raccorde", 1990, 90
    building.lots = building.dwellings = 96
    building.save()
    AssembleeFactory(copropriete=building, held_on=in_days(60))
    now = shown(building, user)
    assert (now.next, now.may_ask_operator, now.may_ask_agency) == (None, False, False)
    client.force_login(user)
    address = f"/mon-compte/copropriete/{building.pk}/"
    page = client.get(address).text
    assert "Chaudière d’avant" in page
    for asks in (
        *("Demandez un devis", "Écrire à l’exploitant", "avant qu’elle ne lâche"),
        *("Se raccorder, pour", "à qui écrire", "n’a encore écrit"),
    ):
        assert asks not in page
    demande = asked(building, requester=user, state=State.ANSWERED)
    assert not demande.is_quote_awaited
    assert "immeuble raccordé" in client.get(address).text
    assert "Immeuble raccordé" in client.get("/mises-en-relation/").text


def test_advice_that_is_awaited_does_not_hide_the_papers(building, user):
    agency = OrganisationFactory(kind="agence")
    now = timezone.now()
    common = {"copropriete": building, "requester": user, "created_at": now, "last_act_at": now}
    DemandeFactory(agence=True, organisation=agency, **common)
    asked(building, state=State.ANSWERED, desk_status=DeskStatus.PROPOSITION)
    AssembleeFactory(copropriete=building, held_on=in_days(60))
    assert following(building, user)[0] == "Préparez le dossier de l’assemblée"


def test_an_offer_without_a_date_asks_for_it(building, user):
    asked(building, state=State.ANSWERED, desk_status=DeskStatus.PROPOSITION)
    assert "donnez la date de l’assemblée" in following(building, user)[0]


@pytest.mark.parametrize(("days", "by"), [(200, 125), (75, 0), (74, 52), (50, 28)])
def test_an_offer_and_a_date_ask_for_the_papers(client, building, user, days, by):
    """Two months and a half before, then before the notice leaves."""
    asked(building, state=State.ANSWERED, desk_status=DeskStatus.PROPOSITION)
    one = AssembleeFactory(copropriete=building, held_on=in_days(days))
    assert following(building, user) == ("Préparez le dossier de l’assemblée", in_days(by))
    building.stage = "vote"
    building.save()
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert f'href="{page_of(one)}"' in page
    date, syndic = re.findall(r"<li>(.*?)</li>", page.partition('class="cp-steps"')[2])[:2]
    assert "Donnez la date de l’assemblée.</a> C’est fait." in date
    assert "C’est fait" not in syndic

    Dossier.objects.create(assemblee=one, sent_on=in_days(0), frozen={"texts": {}})
    title, on = following(building, user)
    assert (title, on) == ("Votre demande est chez le syndic", in_days(days - 22))
    assert shown(building, user).done == {"date", "syndic"}


def test_without_a_date_the_step_is_to_do(client, building, user):
    building.stage = "vote"
    building.save()
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "Donnez la date de l’assemblée.</a>" in page
    assert "C’est fait" not in page


@pytest.mark.parametrize("days", [None, 8, 50, 300])
@pytest.mark.parametrize("network", [True, False])
def test_until_it_is_connected_there_is_a_next_thing(building, user, days, network):
    status = DeskStatus.PROPOSITION if network else DeskStatus.A_TRAITER
    asked(building, state=State.ANSWERED, desk_status=status)
    if not network:
        Copropriete.objects.update(nearest_reseau=None)
    if days:
        AssembleeFactory(copropriete=building, held_on=in_days(days))
    titles = {}
    for stage in ("", "idee", "audit", "vote", "travaux"):
        Copropriete.objects.update(stage=stage)
        titles[stage] = following(building, user)[0]
    assert [stage for stage, title in titles.items() if not title] == []
    begun = [stage for stage, title in titles.items() if title == "Les travaux sont en cours"]
    assert begun == ["travaux"]


def test_an_assembly_that_comes_then_is_past(building, user):
    asked(building, created_at=timezone.now(), last_act_at=timezone.now())
    one = AssembleeFactory(copropriete=building, held_on=in_days(30))
    assert following(building, user) == ("L’assemblée générale approche", in_days(30))
    assert (
        "demandez-le au syndic, par écrit, avant le 4 décembre" in shown(building, user).next.text
    )
    one.held_on = in_days(22)
    one.save()
    # The notice leaves today at the latest.
    assert shown(building, user).next.text.endswith("Sinon, préparez la suivante.")
    one.held_on = in_days(0)
    one.save()
    assert following(building, user) == ("L’assemblée générale est aujourd’hui", in_days(0))
    assert shown(building, user).next.url.endswith("/resultat/")
    one.held_on = in_days(-1)
    one.save()
    assert following(building, user) == ("Comment s’est passée l’assemblée ?", in_days(-1))


def test_adopted_the_steps_before_the_vote_are_over(client, building, user):
    demande = asked(building, state=State.ANSWERED, desk_status=DeskStatus.PROPOSITION)
    one = AssembleeFactory(copropriete=building, adopted=True)
    AssembleeFactory(copropriete=building, held_on=in_days(200))
    assert following(building, user) == ("Le raccordement est adopté", one.held_on)
    demande.desk_status = DeskStatus.TRAVAUX
    demande.save()
    assert following(building, user)[0] == "D’après l’exploitant, les travaux ont commencé"
    building.stage = "vote"
    building.save()
    client.force_login(user)
    page = f"/mon-compte/copropriete/{building.pk}/"
    assert "à l’ordre du jour" not in client.get(page).text
    building.connected_year, building.reseau = 2024, ReseauFactory()
    building.save()
    assert "Comparez votre premier hiver" in client.get(page).text


def test_adopted_the_works_that_the_operator_says_are_not_waited_for(building, user):
    asked(building, state=State.ANSWERED, desk_status=DeskStatus.TRAVAUX)
    AssembleeFactory(copropriete=building, adopted=True)
    title, on = following(building, user)
    assert (title, on) == ("D’après l’exploitant, les travaux ont commencé", None)


def test_after_a_refusal_the_next_one_is_asked(user):
    building = project_of(user, boiler_year=1998)
    AssembleeFactory(copropriete=building, adopted=True, result=Result.REJECTED)
    one = shown(building, user).next
    assert one.title == "Donnez la date de la prochaine assemblée"
    assert "1998" in one.text


def test_ones_own_visit_comes_first(building, user):
    booking = BookingFactory(user=user, state=BookingState.CONFIRMED)
    booking.visit.starts_at = timezone.now() + timedelta(days=3)
    booking.visit.save()
    title, on = following(building, user)
    assert title.startswith("Vous visitez ")
    assert on == in_days(3)
    assert not following(building, UserFactory())[0].startswith("Vous visitez")


def test_a_connected_building_has_nothing_to_ask(client, building, user):
    demande = asked(building, requester=user, state=State.ANSWERED)
    building.reseau, building.connected_year = building.nearest_reseau, 2024
    building.save()
    now = shown(building, user)
    assert (now.next, now.may_ask_operator, now.may_ask_agency) == (None, False, False)
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "immeuble raccordé" in page
    listed = client.get("/mises-en-relation/").text
    assert "Immeuble raccordé" in listed
    assert "En cours" not in listed
    assert demande.get_absolute_url() in listed


def test_the_operator_is_written_to_when_nothing_is_open_there(client, building, user):
    client.force_login(user)
    address = f"/mon-compte/copropriete/{building.pk}/"
    assert "Écrire à l’exploitant" in client.get(address).text
    demande = asked(building)
    page = client.get(address).text
    assert "Écrire à l’exploitant" not in page
    assert "Demander conseil à l’agence" in page
    demande.state = State.CLOSED
    demande.save()
    assert "Écrire à l’exploitant" in client.get(address).text


@pytest.mark.parametrize("stage", ["", "idee", "audit", "vote", "travaux"])
def test_every_step_is_a_link_that_leads_somewhere(client, building, user, stage):
    building.stage = stage
    building.save()
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/")
    steps = page.context["page"].steps
    assert steps
    for _, url, _ in steps:
        if url.startswith("#"):
            assert f'id="{url[1:]}"' in page.text
        else:
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("status", [DeskStatus.A_TRAITER, DeskStatus.RECONTACTE])
def test_a_request_never_advises_its_own_end_while_a_devis_is_prepared(
    client, building, user, status
):
    demande = asked(
        building,
        requester=user,
        state=State.ANSWERED,
        desk_status=status,
        first_answer_at=timezone.now(),
    )
    demande.messages.create(author=user, from_requester=True, body="Bonjour")
    client.force_login(user)
    for by_me in (False, True):
        demande.messages.create(author=user, from_requester=by_me, body="Nous revenons vers vous.")
        todo = client.get(demande.get_absolute_url()).context["next_step"]
        assert "prépare votre devis" in todo
        assert "clôturez" not in todo
    demande.desk_status = DeskStatus.NON_REALISABLE
    demande.save()
    page = client.get(demande.get_absolute_url())
    assert "prépare votre devis" not in page.context["next_step"]


def test_a_building_without_a_name_asks_for_one_before_anything_is_public(client, user):
    building = project_of(user)
    building.name = unnamed(building.commune)
    building.save()
    client.force_login(user)
    address = f"/mon-compte/copropriete/{building.pk}/"
    assert "n’est le nom d’aucun immeuble" in client.get(address).text
    with pytest.raises(BuildingNameMissing):
        submit_application(actor=user, copropriete=building, facts={})
    building.name = "Les Tilleuls"
    building.save()
    assert "n’est le nom d’aucun immeuble" not in client.get(address).text


@pytest.mark.parametrize(
    ("measured", "said"),
    [("", "Donnez l’adresse de l’immeuble"), ("1", "Aucun réseau n’est connu près d’ici")],
)
def test_no_network_is_said_only_once_one_was_looked_for(building, user, measured, said):
    Copropriete.objects.update(nearest_reseau=None, measured_version=measured)
    AssembleeFactory(copropriete=building, held_on=in_days(60))
    assert following(building, user)[0] == said


def test_with_individual_heating_no_majority_is_given(client, building, user):
    Copropriete.objects.update(heating_mode="individuel")
    AssembleeFactory(copropriete=building, held_on=in_days(60))
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/assemblee/").text
    assert "la loi ne dit pas clairement à quelle majorité" in page
    assert not re.search("visez|préparer le dossier", page.lower())
    asked(building, state="en_cours", desk_status="proposition", created_at=timezone.now())
    assert following(building, user) == ("Demandez quelle majorité il faudrait", in_days(60))


@pytest.mark.parametrize("stage", ["", "travaux"])
def test_what_is_voted_is_not_asked_of_the_next_assembly(building, user, stage):
    """Neither on the page nor by mail: adopted at the last one, or the works begun."""
    if stage:
        Copropriete.objects.filter(pk=building.pk).update(stage=stage)
    else:
        AssembleeFactory(copropriete=building, adopted=True)
    coming = AssembleeFactory(copropriete=building, held_on=in_days(10))
    assert following(building, user)[0] != "L’assemblée générale approche"
    context = {"assemblee": coming.pk, "held_on": coming.held_on}
    assert not is_to_come(context)
    assert tick(None, "assemblees").get("assemblies_told", 0) == 0


def test_once_the_delay_to_contest_is_over_nobody_is_asked_to_wait(building, user):
    one = AssembleeFactory(copropriete=building, adopted=True, held_on=in_days(-700))
    assert "Attendez le procès-verbal" not in shown(building, user).next.text
    Assemblee.objects.filter(pk=one.pk).update(held_on=in_days(-10))
    assert "Attendez le procès-verbal" in shown(building, user).next.text
