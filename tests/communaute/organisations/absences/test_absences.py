from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.comptes.models import Membership, User
from communaute.comptes.services import leave_organisation
from communaute.moderation.querysets import moderators_of
from communaute.organisations.absences import (
    absences_said,
    be_away,
    come_back,
    people_there,
    present,
)
from communaute.organisations.errors import AbsenceRefused
from communaute.organisations.models import Absence
from communaute.organisations.perms import ABSENCE_NUMBERS
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def colleague(agence):
    other = UserFactory(display_name="Collègue")
    Membership.objects.create(user=other, organisation=agence.memberships.get().organisation)
    return other


def away(actor, today, *, backup=None, days=3):
    last = today + timedelta(days=days)
    return be_away(actor=actor, starts_on=today, ends_on=last, backup=backup)


def test_saying_it_twice_changes_only_who_stands_in(agence, colleague, today):
    away(agence, today)
    one = away(agence, today, backup=colleague)
    assert Absence.objects.count() == 1
    assert one.backup == colleague


def test_what_is_no_absence_is_refused(agence, colleague, today):
    refused = (
        {"starts_on": today, "ends_on": today - timedelta(days=1), "backup": None},
        {"starts_on": today - timedelta(days=3), "ends_on": today - timedelta(days=1)},
        {"starts_on": today, "ends_on": today + timedelta(days=ABSENCE_NUMBERS.days_max)},
        {"starts_on": today, "ends_on": today, "backup": UserFactory()},
        {"starts_on": today, "ends_on": today, "backup": agence},
    )
    for days in refused:
        with pytest.raises(AbsenceRefused):
            be_away(**({"actor": agence, "backup": None} | days))
    be_away(
        actor=agence,
        starts_on=today,
        ends_on=today + timedelta(days=ABSENCE_NUMBERS.days_max - 1),
        backup=None,
    )
    with pytest.raises(AbsenceRefused):
        be_away(actor=agence, starts_on=today, ends_on=today + timedelta(days=1), backup=colleague)


def test_neither_who_is_away_too_stands_in_nor_have_members_an_absence(agence, colleague, today):
    away(colleague, today)
    for person, backup in ((agence, colleague), (UserFactory(), None)):
        with pytest.raises(AbsenceRefused):
            away(person, today, backup=backup)


def test_coming_back(agence, today):
    one = away(agence, today)
    assert not come_back(actor=UserFactory(), absence_pk=one.pk)
    assert come_back(actor=agence, absence_pk=one.pk)
    assert not come_back(actor=agence, absence_pk=one.pk)
    begun = Absence.objects.create(user=agence, starts_on=today - timedelta(days=2), ends_on=today)
    assert come_back(actor=agence, absence_pk=begun.pk)
    begun.refresh_from_db()
    assert begun.ends_on == today - timedelta(days=1)


def test_alerts_go_to_the_backup_from_the_first_day_to_the_last_and_are_never_lost(
    agence, colleague, today
):
    elsewhere = UserFactory()
    people = User.objects.filter(pk__in=[agence.pk, colleague.pk])
    one = Absence.objects.create(
        user=agence, starts_on=today, ends_on=today + timedelta(days=1), backup=elsewhere
    )
    for day, expected in (
        (today - timedelta(days=1), {agence, colleague}),
        (today, {colleague, elsewhere}),
        (today + timedelta(days=1), {colleague, elsewhere}),
        (today + timedelta(days=2), {agence, colleague}),
    ):
        assert set(present(people, day)) == expected
    one.backup = None
    one.save()
    assert set(present(User.objects.filter(pk=agence.pk))) == {agence}


def test_moderators_of_a_case_are_those_who_are_there(agence, colleague, today):
    case = CaseFactory()
    assert {agence, colleague} <= set(moderators_of(case))
    away(agence, today)
    assert agence not in set(moderators_of(case))
    assert colleague in set(moderators_of(case))


def test_the_page_keeps_what_was_typed_and_says_why(client, agence, today):
    client.force_login(agence)
    data = {"starts_on": today.isoformat(), "ends_on": (today - timedelta(days=9)).isoformat()}
    response = client.post("/mon-compte/absences/", data)
    assert response.status_code == 422
    assert "Le dernier jour ne peut pas venir avant le premier." in response.text
    assert today.isoformat() in response.text
    assert client.post("/mon-compte/absences/", {}).status_code == 422
    far = {"starts_on": "9999-12-31", "ends_on": "9999-12-31"}
    response = client.post("/mon-compte/absences/", far)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["starts_on"]


@pytest.mark.parametrize("first", ["who is replaced", "who stands in"])
def test_two_who_are_away_together_read_it_whoever_said_it_first(
    client, agence, colleague, today, first
):
    lead = {"starts_on": today, "ends_on": today + timedelta(days=2)}
    later = {"starts_on": today + timedelta(days=1), "ends_on": today + timedelta(days=4)}
    if first == "who is replaced":
        be_away(actor=agence, backup=colleague, **lead)
        be_away(actor=colleague, backup=None, **later)
    else:
        be_away(actor=colleague, backup=None, **later)
        with pytest.raises(AbsenceRefused):
            be_away(actor=agence, backup=colleague, **lead)
        be_away(actor=agence, backup=None, **lead)
    for person, stands_in, backup in ((agence, 0, 1), (colleague, 1, 0)):
        (said,) = absences_said(person, today)
        assert said.nobody == [(today + timedelta(days=1), today + timedelta(days=2))]
        is_first = first == "who is replaced"
        assert (len(said.stands_in_for), said.backup_is_away) == (
            stands_in * is_first,
            bool(backup * is_first),
        )
        client.force_login(person)
        page = client.get("/mon-compte/absences/").text
        assert "aucun collègue n’est là non plus" in page
        assert "Rien ne vous attendra" not in page


def test_a_colleague_who_is_there_leaves_nobody_alone(client, agence, colleague, today):
    away(agence, today)
    (said,) = absences_said(agence, today)
    assert (said.nobody, said.backup_is_away, said.stands_in_for) == ([], False, [])


def test_only_the_days_without_a_colleague_are_said_to_be_without(
    client, agence, colleague, monkeypatch
):
    first = stop(monkeypatch).date()
    days = [first + timedelta(days=n) for n in range(8)]
    be_away(actor=agence, starts_on=days[0], ends_on=days[7], backup=None)
    for one, last in ((days[0], days[0]), (days[4], days[6])):
        be_away(actor=colleague, starts_on=one, ends_on=last, backup=None)
    (said,) = absences_said(agence, first)
    assert said.nobody == [(days[0], days[0]), (days[4], days[6])]
    client.force_login(agence)
    page = client.get("/mon-compte/absences/").text
    assert "Le 26 novembre, du 30 novembre au 2 décembre, aucun collègue" in page


def test_who_is_alone_is_not_told_that_others_have_the_alerts_and_comes_back_once(
    client, agence, today
):
    client.force_login(agence)
    data = {"starts_on": today.isoformat(), "ends_on": today.isoformat(), "backup": ""}
    page = client.post("/mon-compte/absences/", data, follow=True).text
    assert "C’est noté" in page
    assert "ou aux autres" not in page
    assert "aucun collègue n’est là non plus" in page
    address = f"/mon-compte/absences/{Absence.objects.get().pk}/retour/"
    assert "vous êtes de retour" in client.post(address, follow=True).text
    again = client.post(address, follow=True).text
    assert "Cette absence était déjà terminée, ou retirée." in again
    assert "vous êtes de retour" not in again


def test_who_left_the_organisation_stands_in_for_nobody_there(agence, colleague, today):
    one = away(agence, today, backup=colleague)
    organisation = agence.memberships.get().organisation
    leave_organisation(actor=colleague, organisation=organisation)
    one.refresh_from_db()
    assert one.backup is None
    people = User.objects.filter(pk=agence.pk)
    assert (set(people_there(people)), set(present(people))) == (set(), {agence})
