"""« Comment cela s’est-il passé ? »: the vote, the stage of the building, the history."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ambassadeurs.assemblees import services
from ambassadeurs.assemblees.dossier.services import save_numbers
from ambassadeurs.assemblees.enums import Result, State
from ambassadeurs.assemblees.errors import AlreadyTold, DateChangedMeanwhile, NotHeldYet
from ambassadeurs.assemblees.models import Assemblee, Dossier
from tests.ambassadeurs.reseaux.factories import ReseauFactory

from .factories import AssembleeFactory, in_days, project_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(user):
    return AssembleeFactory(copropriete=project_of(user, stage="audit"), past=True)


def address(one):
    return f"/mon-compte/copropriete/{one.copropriete_id}/assemblee/{one.pk}/resultat/"


@pytest.mark.parametrize(
    ("result", "stage"),
    [
        (Result.ADOPTED, "vote"),
        (Result.ADOPTED_SECOND, "vote"),
        (Result.REJECTED, "audit"),
        (Result.PUT_OFF, "audit"),
    ],
)
def test_one_answer_is_kept_and_moves_the_building(client, user, held, result, stage):
    client.force_login(user)
    # The syndic of the same building has a line of its own, and reads nothing of this one.
    said = "Les membres de « Ma copropriété » lisent cette réponse et peuvent la corriger. Personne"
    assert said in client.get(address(held)).text
    page = client.post(address(held), {"result": result.value}, follow=True)
    assert "Quand est la prochaine assemblée" in page.text
    held.refresh_from_db()
    assert (held.state, held.result, held.told_by) == (State.HELD, result, user)
    assert not held.may_be_counted
    held.copropriete.refresh_from_db()
    assert held.copropriete.stage == stage


@pytest.mark.parametrize("stage", ["travaux", "vote", "audit"])
def test_corrected_the_project_is_where_it_was_and_never_further_back(user, held, stage):
    held.copropriete.stage = stage
    held.copropriete.save()
    services.tell_result(actor=user, assemblee=held, result=Result.ADOPTED)
    services.tell_result(actor=user, assemblee=held, result=Result.REJECTED)
    held.copropriete.refresh_from_db()
    assert held.copropriete.stage == stage
    assert Assemblee.objects.get().result == Result.REJECTED


@pytest.mark.parametrize(
    ("pour", "contre", "total", "is_taken"),
    [
        ("5001", "4999", "10000", True),
        # Nothing is adopted so: a tie rejects.
        ("5000", "5000", "10000", False),
        ("", "", "10000", True),
        ("5001", "", "", True),
        # F + A > T, then T < F.
        ("5000", "5001", "10000", False),
        ("10001", "", "10000", False),
        ("-1", "", "", False),
        ("9" * 20, "", "", False),
    ],
)
def test_totals_are_optional_and_add_up(client, user, held, pour, contre, total, is_taken):
    client.force_login(user)
    data = {
        "result": "adoptee",
        "voices_for": pour,
        "voices_against": contre,
        "voices_total": total,
    }
    page = client.post(address(held), data)
    assert page.status_code == (302 if is_taken else 422)
    held.refresh_from_db()
    assert bool(held.result) == is_taken
    if not is_taken:
        assert pour in page.text


def test_a_refusal_with_most_voices_for_is_kept_and_said(client, user, held):
    client.force_login(user)
    told = {"result": "rejetee", "voices_for": "9 000", "voices_against": "100"}
    page = client.post(address(held), told | {"voices_total": "10000"}, follow=True)
    assert "plus de la moitié de toutes les voix pour : vérifiez" in page.text
    assert "9\xa0000 voix pour, 100 contre, sur 10\xa0000" in page.text
    page = client.post(address(held), told | {"voices_for": "3000"}, follow=True)
    assert "vérifiez" not in page.text


@pytest.mark.parametrize(
    ("result", "pour", "total", "is_odd"),
    [
        ("adoptee", "3 000", "10 000", True),
        ("adoptee", "5 000", "10 000", True),
        ("adoptee", "5 001", "10 000", False),
        ("adoptee", "3 000", "", False),
        ("second_vote", "3 000", "10 000", False),
    ],
)
def test_adopted_at_once_without_the_majority_is_kept_and_said(
    client, user, held, result, pour, total, is_odd
):
    client.force_login(user)
    told = {"result": result, "voices_for": pour, "voices_against": "100", "voices_total": total}
    page = client.post(address(held), told, follow=True)
    held.refresh_from_db()
    assert held.result == result
    assert ("c’est possible à l’article 24" in page.text) == is_odd


def test_the_database_refuses_what_does_not_add_up(held):
    rows = Assemblee.objects.filter(pk=held.pk)
    for wrong in (
        {"voices_total": 10, "voices_for": 11},
        {"voices_total": 10, "voices_for": 6, "voices_against": 5},
        {"result": Result.ADOPTED},
        {"may_be_counted": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_nothing_is_told_before_its_day(client, user):
    one = AssembleeFactory(copropriete=project_of(user), held_on=in_days(1))
    client.force_login(user)
    early = client.get(address(one), follow=True)
    assert "n’a pas encore eu lieu" in early.text
    assert "Comment cela s’est-il passé ?" not in early.text
    with pytest.raises(NotHeldYet):
        services.tell_result(actor=user, assemblee=one, result=Result.ADOPTED)
    Assemblee.objects.update(held_on=in_days(0))
    assert client.post(address(one), {"result": "adoptee"}).status_code == 302


def test_an_answer_is_needed(client, user, held):
    client.force_login(user)
    for data in ({}, {"result": "refusee"}):
        assert client.post(address(held), data).status_code == 422
    with pytest.raises(ValidationError):
        services.tell_result(actor=user, assemblee=held, result="refusee")


def test_the_second_of_two_members_reads_what_the_first_said(client, user, held):
    client.force_login(user)
    shown = client.get(address(held)).context["form"]["version"].value()
    services.tell_result(actor=user, assemblee=held, result=Result.ADOPTED_SECOND)
    same = {"result": "second_vote", "version": shown}
    assert client.post(address(held), same).status_code == 302
    page = client.post(address(held), {"result": "rejetee", "version": shown})
    assert page.status_code == 409
    assert Assemblee.objects.get().result == Result.ADOPTED_SECOND
    with pytest.raises(DateChangedMeanwhile):
        services.tell_result(actor=user, assemblee=held, result=Result.REJECTED, version=shown)


def test_a_vote_is_counted_only_when_it_is_agreed_and_was_one(client, user, held):
    client.force_login(user)
    box = 'name="may_be_counted"'
    page = client.get(address(held)).text
    assert box in page
    assert "checked" not in page
    client.post(address(held), {"result": "reportee", "may_be_counted": "on", "voices_for": "3"})
    held.refresh_from_db()
    assert (held.may_be_counted, held.voices_for) == (False, None)
    client.post(address(held), {"result": "rejetee", "may_be_counted": "on"})
    held.refresh_from_db()
    assert held.may_be_counted


def test_history_is_kept(client, user, held):
    services.tell_result(actor=user, assemblee=held, result=Result.REJECTED)
    services.plan(actor=user, copropriete=held.copropriete, held_on=in_days(300))
    client.force_login(user)
    page = client.get(held.get_absolute_url()).text
    assert "le raccordement est rejeté" in page
    assert "dans 300 jours" in page


def past_of(building):
    return f"/mon-compte/copropriete/{building.pk}/assemblee/passee/"


def test_of_a_connected_building_nobody_is_said_not_to_read(client, user):
    """Of the table of a syndic, it may have found an ambassador, then members."""
    building = project_of(user)
    building.reseau, building.connected_year = ReseauFactory(), 2024
    building.save()
    client.force_login(user)
    page = client.get(past_of(building)).text
    assert "lisent cette réponse et peuvent la corriger.</p>" in page


def test_an_assembly_held_before_it_was_planned_here_is_recorded(client, user):
    building = project_of(user, stage="audit")
    client.force_login(user)
    listed = client.get(f"/mon-compte/copropriete/{building.pk}/assemblee/").text
    assert past_of(building) in listed
    told = {"held_on": in_days(-400).isoformat(), "result": "adoptee", "voices_for": "700"}
    for _ in range(2):
        page = client.post(past_of(building), told, follow=True)
        assert "à l’étape du vote" in page.text
    one = Assemblee.objects.get()
    assert (one.held_on, one.state, one.result) == (in_days(-400), State.HELD, "adoptee")
    assert (one.told_by, one.voices_for) == (user, 700)
    building.refresh_from_db()
    assert building.stage == "vote"
    # Another answer for the same day is a correction.
    refused = client.post(past_of(building), told | {"result": "rejetee"})
    assert refused.status_code == 409
    assert "corrigez-le plutôt" in refused.text
    correcting = reverse("assemblees:result", args=[building.pk, one.pk])
    assert f'href="{correcting}"' in refused.text
    assert client.get(correcting).status_code == 200
    # One that is planned stays to prepare.
    coming = AssembleeFactory(copropriete=building)
    client.post(past_of(building), told | {"held_on": in_days(-3).isoformat()})
    coming.refresh_from_db()
    assert coming.state == State.TO_COME


@pytest.mark.parametrize(("days", "said"), [(1, "est à venir"), (-365 * 12, "trop ancienne")])
def test_a_day_to_come_or_too_old_is_refused_beside_its_field(client, user, days, said):
    building = project_of(user)
    client.force_login(user)
    told = {"held_on": in_days(days).isoformat(), "result": "adoptee"}
    refused = client.post(past_of(building), told)
    assert refused.status_code == 422
    assert said in str(refused.context["form"]["held_on"].errors)
    assert not Assemblee.objects.exists()


def test_an_older_assembly_does_not_undo_what_a_later_one_decided(user):
    building = project_of(user, stage="audit")
    last = AssembleeFactory(copropriete=building, past=True)
    services.tell_result(actor=user, assemblee=last, result=Result.REJECTED)
    services.record_held(
        actor=user, copropriete=building, held_on=in_days(-400), result=Result.ADOPTED
    )
    building.refresh_from_db()
    assert building.stage == "audit"


def test_the_same_day_told_again_with_less_loses_nothing(user):
    told = {"voices_total": 10_000, "voices_for": 6_100, "voices_against": 300}
    first = {
        "actor": user,
        "copropriete": project_of(user),
        "held_on": in_days(-700),
        "result": Result.ADOPTED,
    }
    services.record_held(**first, voices=told, may_be_counted=True)
    services.record_held(**first, voices=told, may_be_counted=True)
    with pytest.raises(AlreadyTold):
        services.record_held(**first)
    kept = Assemblee.objects.get()
    assert (kept.voices_for, kept.may_be_counted) == (6_100, True)


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_papers_follow_whatever_was_told_before_the_next_date(user, is_cancelled):
    """A past assembly recorded after one was cancelled; one put off once the next has its date."""
    building = project_of(user)
    one = AssembleeFactory(copropriete=building, past=not is_cancelled)
    save_numbers(actor=user, assemblee=one, numbers={"operator": "Chaleur des Alpes"})
    told = {"actor": user, "copropriete": building}
    if is_cancelled:
        services.plan(**told, held_on=None)
        services.record_held(**told, held_on=in_days(-700), result=Result.REJECTED)
    coming = services.plan(**told, held_on=in_days(90))
    if not is_cancelled:
        services.tell_result(actor=user, assemblee=one, result=Result.PUT_OFF)
    assert Dossier.objects.get(assemblee=coming).numbers["operator"] == "Chaleur des Alpes"
