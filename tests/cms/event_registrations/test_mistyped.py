"""What editors mistype of an event: nobody who is registered pays for it."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime as local
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.event_registrations.models import Registration
from tests.clock import NOON, stop, tick
from tests.cms.test_unfinished import form_of
from tests.communaute.comptes.factories import UserFactory

from .factories import change, joined, joined_by, link, make_open
from .test_attending import page_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOON - 400 * DAY


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


@pytest.mark.parametrize(
    ("hours", "times", "named"),
    [
        (0, {"starts_at": LONG_AGO, "ends_at": LONG_AGO + HOUR}, ["starts_at", "ends_at"]),
        (0, {"starts_at": LONG_AGO}, ["starts_at"]),
        # While it lasts.
        (10 * 24 + 1, {"ends_at": NOON + 10 * DAY + HOUR / 2}, ["ends_at"]),
        (0, {"starts_at": NOON + DAY, "ends_at": NOON + DAY + HOUR}, []),
    ],
)
def test_a_date_that_is_past_is_refused_while_people_are_registered(
    monkeypatch, hours, times, named
):
    event = make_open(ends_at=NOON + 11 * DAY)
    joined(event)
    stop(monkeypatch, NOON + hours * HOUR)

    def refused():
        sent = form_of(event) | {name: f"{local(at):%Y-%m-%d %H:%M}" for name, at in times.items()}
        kind = event.get_edit_handler().get_form_class()
        form = kind(nested_form_data(sent | {"body": streamfield([])}), instance=event)
        return form.errors

    assert list(refused()) == named
    assert str(refused()).count("des personnes sont inscrites") == len(named)
    Registration.objects.all().delete()
    assert not refused()


def test_a_year_mistyped_then_corrected_erases_and_tells_nothing(client, now):
    """However it was published."""
    event = make_open()
    row = joined(event)
    change(event, starts_at=LONG_AGO, ends_at=LONG_AGO + HOUR)
    assert not {"registrations_erased", "event_changed"} & set(tick(now + HOUR))
    change(event, starts_at=event.starts_at, ends_at=event.ends_at)
    assert not {"registrations_erased", "event_changed"} & set(tick(now + 2 * HOUR))
    assert "Vous êtes inscrit" in client.get(link(row)).text


def test_who_is_registered_reads_that_it_is_cancelled_where_one_registers(client):
    event, person = make_open(), UserFactory()
    joined_by(person, event)
    change(event, is_cancelled=True)
    client.force_login(person)
    assert "Ce rendez-vous est annulé." in client.get(page_of(event)).text


@pytest.mark.parametrize("places", ["0", "-3"])
def test_no_place_and_less_are_refused_in_the_same_words(places):
    event = make_open()
    kind = event.get_edit_handler().get_form_class()
    sent = nested_form_data(form_of(event) | {"body": streamfield([]), "places": places})
    assert "supérieure ou égale à 1" in str(kind(sent, instance=event).errors["places"])
