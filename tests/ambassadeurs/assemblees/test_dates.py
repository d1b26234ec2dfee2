"""The date of the next assembly: one to prepare at a time, several over the years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ambassadeurs.assemblees import services
from ambassadeurs.assemblees.enums import Result, State
from ambassadeurs.assemblees.errors import DateChangedMeanwhile, NotOfTheBuilding
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.selectors import assemblies_of, next_day
from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.facts import sent_words
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory

from .factories import AssembleeFactory, in_days, project_of

pytestmark = pytest.mark.django_db
# A Sunday.
SUNDAY = date(2027, 3, 7)


@pytest.fixture
def building(user):
    return project_of(user)


def address(building, what=""):
    return f"/mon-compte/copropriete/{building.pk}/assemblee/{what}"


def test_a_date_begins_an_assembly_then_moves_it(user, building):
    for day in (in_days(60), in_days(60), in_days(90)):
        services.plan(actor=user, copropriete=building, held_on=day)
    one = Assemblee.objects.get()
    assert (one.held_on, one.state) == (in_days(90), State.TO_COME)
    assert next_day(building.pk) == in_days(90)


def test_one_whose_day_is_past_stays_in_the_history(user, building):
    AssembleeFactory(copropriete=building, past=True)
    assert next_day(building.pk) is None
    services.plan(actor=user, copropriete=building, held_on=in_days(300))
    held = assemblies_of(building)
    assert (held.next.held_on, held.unsaid.held_on) == (in_days(300), in_days(-3))
    assert held.unsaid.state == State.HELD


def test_a_building_has_one_to_prepare(building):
    AssembleeFactory(copropriete=building)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssembleeFactory(copropriete=building, held_on=in_days(200))
    AssembleeFactory(copropriete=building, adopted=True)
    AssembleeFactory(copropriete=building, state=State.CANCELLED)


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(2026, 11, 25), False),
        (date(2026, 11, 26), True),
        (SUNDAY, True),
        (date(2028, 2, 29), True),
        (date(2029, 12, 31), True),
        (date(2030, 1, 1), False),
    ],
)
def test_each_limit_of_a_date(user, building, day, is_taken):
    try:
        services.plan(actor=user, copropriete=building, held_on=day)
    except ValidationError as problem:
        assert "held_on" in problem.error_dict
    assert Assemblee.objects.exists() == is_taken


@pytest.mark.parametrize("typed", ["", "hier", "2026-11-25", "2031-01-01", "2027-02-29"])
def test_a_wrong_date_is_said_and_kept(client, user, building, typed):
    client.force_login(user)
    page = client.post(address(building), {"held_on": typed})
    assert page.status_code == 422
    assert 'href="#id_held_on"' in page.text
    assert not Assemblee.objects.exists()


def test_a_sunday_is_asked_to_be_checked(client, user, building):
    client.force_login(user)
    page = client.post(address(building), {"held_on": SUNDAY.isoformat()}, follow=True)
    assert "C’est un dimanche" in page.text
    assert "dans 101 jours" in page.text


def test_the_second_of_two_members_reads_the_change_of_the_first(client, user):
    other = UserFactory()
    building = project_of(user, other)
    client.force_login(user)
    shown = client.get(address(building)).context["form"]["version"].value()
    services.plan(actor=other, copropriete=building, held_on=in_days(30))
    data = {"held_on": in_days(40).isoformat(), "version": shown}
    page = client.post(address(building), data)
    assert page.status_code == 409
    assert Assemblee.objects.get().held_on == in_days(30)
    data["version"] = page.context["form"]["version"].value()
    assert client.post(address(building), data).status_code == 302
    assert Assemblee.objects.get().held_on == in_days(40)
    with pytest.raises(DateChangedMeanwhile):
        services.plan(actor=user, copropriete=building, held_on=in_days(50), version=shown)


def test_cancelled_it_is_no_longer_to_come(client, user, building):
    AssembleeFactory(copropriete=building)
    client.force_login(user)
    for _ in range(2):
        assert client.post(address(building, "annuler/")).status_code == 302
    assert Assemblee.objects.get().state == State.CANCELLED
    assert next_day(building.pk) is None


def test_a_page_of_before_does_not_cancel_the_date_given_since(client, user):
    other = UserFactory()
    building = project_of(user, other)
    services.plan(actor=user, copropriete=building, held_on=in_days(30))
    client.force_login(user)
    shown = client.get(address(building)).context["form"]["version"].value()
    services.plan(actor=other, copropriete=building, held_on=in_days(50))

    page = client.post(address(building, "annuler/"), {"version": shown}, follow=True)

    assert "Rien n’est annulé" in page.text
    assert next_day(building.pk) == in_days(50)


def test_with_nothing_to_come_nothing_is_said_cancelled(client, user, building):
    one = AssembleeFactory(copropriete=building, held_on=in_days(0))
    services.tell_result(actor=user, assemblee=one, result=Result.ADOPTED)
    client.force_login(user)
    page = client.post(address(building, "annuler/"), follow=True)
    assert "rien à annuler" in page.text
    # Nor is a second one planned for the day that was told.
    page = client.post(address(building), {"held_on": in_days(0).isoformat()})
    assert page.status_code == 422
    assert "déjà dit" in page.text


def test_who_left_the_building_tells_nothing_more(user, monkeypatch):
    building = project_of(user, UserFactory())
    leave_building(actor=user, copropriete=building)
    with pytest.raises(NotOfTheBuilding):
        services.plan(actor=user, copropriete=building, held_on=in_days(30))


def test_the_page_of_the_building_tells_the_past_as_past(client, user, building):
    AssembleeFactory(copropriete=building, held_on=in_days(-8))
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "Prochaine assemblée générale : <strong>" not in page
    assert "Comment cela s’est-il passé ?" in page


def test_the_day_in_paris_decides(user, building, monkeypatch):
    stop(monkeypatch, datetime(2026, 11, 26, 22, 59, tzinfo=UTC))
    one = AssembleeFactory(copropriete=building, held_on=date(2026, 11, 26))
    assert assemblies_of(building).next == one
    stop(monkeypatch, datetime(2026, 11, 26, 23, 0, tzinfo=UTC))
    assert assemblies_of(building).unsaid == one


def test_a_request_offers_no_past_date_and_tells_it_as_past(client, user, building, monkeypatch):
    one = AssembleeFactory(copropriete=building, held_on=in_days(8))
    asked = DemandeFactory(agence=True, sent={"assembly": in_days(8).isoformat()})
    assert sent_words(asked)["assembly"] == "4 décembre 2026"
    client.force_login(user)
    form = f"/mises-en-relation/nouvelle/?a=agence&commune=38185&immeuble={building.pk}"
    assert "4 décembre 2026" in client.get(form).text
    stop(monkeypatch, NOON + timedelta(days=9))
    assert one.is_past
    assert sent_words(asked)["assembly"] == "4 décembre 2026 (passée)"
    assert "4 décembre 2026" not in client.get(form).text


def test_a_page_costs_few_queries(
    client, user, building, monkeypatch, django_assert_max_num_queries
):
    stop(monkeypatch, NOON)
    AssembleeFactory(copropriete=building)
    client.force_login(user)
    client.get(address(building))
    with django_assert_max_num_queries(11) as one:
        client.get(address(building))
    for year in range(20):
        AssembleeFactory(
            copropriete=building, adopted=True, held_on=NOON.date() - timedelta(365 * year)
        )
    with django_assert_max_num_queries(11) as many:
        client.get(address(building))
    assert len(many) == len(one)
