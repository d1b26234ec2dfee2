"""Accounts that nobody uses: told twice, then closed, each on its edge."""

from datetime import UTC, datetime, timedelta

import pytest

from communaute.comptes.models import User
from communaute.comptes.services import add_member
from communaute.donnees.models import IdleNotice
from socle.calendar import months_before
from socle.scheduler import registered
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
SEEN = datetime(2024, 3, 15, 10, tzinfo=UTC)
FIRST = datetime(2026, 2, 15, 10, tzinfo=UTC)
AGAIN = datetime(2026, 3, 8, 10, tzinfo=UTC)
END = datetime(2026, 3, 15, 10, tzinfo=UTC)
STEPS = ["donnees.idle_first", "donnees.idle_again", "donnees.idle_close"]
SECOND = timedelta(seconds=1)


@pytest.fixture
def person():
    return UserFactory(last_login=SEEN, date_joined=SEEN - timedelta(days=400))


def at(now):
    return dict(run(now, only=STEPS).counts)


def test_told_twice_then_closed_each_on_its_edge_and_each_mail_says_what_to_do(person):
    assert at(FIRST - SECOND) == {}
    # Counted without doing.
    assert list(registered()["donnees.idle_first"].due(FIRST)) == [person.pk]
    assert not IdleNotice.objects.exists()
    assert at(FIRST) == {"idle_told": 1}
    assert at(FIRST) == {}
    first = sent_mails()[-1]
    assert first.to == [person.email]
    assert "15 mars 2024" in first.body
    assert "/comptes/connexion/" in first.body
    assert at(AGAIN - SECOND) == {}
    assert at(AGAIN) == {"idle_told_again": 1}
    assert "sera fermé le 15 mars 2026" in sent_mails()[-1].body
    assert at(END - SECOND) == {}
    assert at(END) == {"idle_closed": 1}
    assert "vous ne vous y étiez pas connecté depuis longtemps" in sent_mails()[-1].body
    assert not User.objects.filter(pk=person.pk).exists()


def test_one_sign_in_begins_it_all_again(person):
    at(FIRST)
    at(AGAIN)
    User.objects.update(last_login=AGAIN + SECOND)
    assert at(END) == {}
    again = datetime(2028, 2, 8, 10, 0, 1, tzinfo=UTC)
    assert at(again - SECOND) == {}
    assert at(again) == {"idle_told": 1}
    assert IdleNotice.objects.get().again_at is None


def test_an_account_found_idle_for_years_still_has_its_month(person):
    late = END + timedelta(days=900)
    assert at(late) == {"idle_told": 1}
    assert at(late + timedelta(days=20)) == {}
    told = late + timedelta(days=25)
    assert at(told) == {"idle_told_again": 1}
    assert at(told + timedelta(days=7) - SECOND) == {}
    assert at(told + timedelta(days=7)) == {"idle_closed": 1}


@pytest.mark.parametrize("kept", [{"is_superuser": True}, {"is_active": False}])
def test_who_administers_and_who_was_closed_are_left(person, kept):
    User.objects.update(**kept)
    assert at(END) == {}


def test_the_last_lead_is_told_nothing_that_would_not_happen(person):
    organisation = OrganisationFactory()
    add_member(organisation=organisation, user=person, role="responsable")
    add_member(organisation=organisation, user=UserFactory(last_login=END))
    assert [at(FIRST), at(AGAIN), at(END)] == [{}, {}, {}]
    add_member(organisation=organisation, user=UserFactory(last_login=END), role="responsable")
    assert at(END) == {"idle_told": 1}


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2028, 2, 29), 24, (2026, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, found):
    moment = datetime(*day, 8, tzinfo=UTC)
    assert months_before(moment, months) == datetime(*found, 8, tzinfo=UTC)


def test_who_came_back_before_the_mail_left_does_not_get_it(person):
    at(FIRST)
    User.objects.update(last_login=FIRST + SECOND)
    assert sent_mails() == []
