"""Coming to an event: asked, confirmed, waiting, given up; one place is never given twice."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.event_registrations.enums import State
from cms.event_registrations.models import Registration
from cms.event_registrations.services import (
    Closed,
    Gone,
    ask,
    confirm,
    find,
    give_up,
    is_full,
    register,
)
from cms.pages.models import EventPage
from communaute.comptes.closing import close_account
from socle.public_pages import read_version
from tests.clock import NOON, stop, tick
from tests.cms.pages.factories import stamp_of
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import asked, change, joined, joined_by, link, make_open, token_of
from .matrix import typed

pytestmark = pytest.mark.django_db
EMAIL = "monique@exemple.test"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


def to(email, subject=""):
    return [mail for mail in sent_mails() if mail.to == [email] and subject in mail.subject]


def page_of(event):
    return reverse("events:register", args=[event.pk])


def main(response):
    return BeautifulSoup(response.content, "html.parser").main


def test_without_an_account_a_link_confirms_and_only_its_button_does(client):
    event = make_open(places=2)
    form = main(client.get(page_of(event)))
    assert "Il reste 2 places" in form.text.replace("\u00a0", " ")
    assert client.post(page_of(event), typed()).url == reverse("events:sent", args=[event.pk])
    row = Registration.objects.get()
    assert (row.email, row.name, row.state) == (EMAIL, "Monique", State.ASKED)
    assert link(row) in to(EMAIL, "Confirmez")[-1].body
    # What mailboxes open by themselves confirms nothing.
    assert "Confirmer mon inscription" in main(client.get(link(row))).text
    row.refresh_from_db()
    assert row.state == State.ASKED
    answer = client.post(reverse("events:confirm", args=[token_of(row)]))
    assert answer.url == link(row)
    row.refresh_from_db()
    assert row.state == State.CONFIRMED
    mail = to(EMAIL, "Vous êtes inscrit")[-1]
    assert "agenda.ics" in mail.body and event.title in mail.body
    assert "Vous êtes inscrit" in main(client.get(link(row))).text
    # Nobody's browser was given a session for that.
    assert not client.cookies


def test_with_an_account_one_click_from_the_page_of_the_event(client):
    event, person = make_open(), UserFactory()
    client.force_login(person)
    form = main(client.get(event.url)).select_one(f"form[action='{page_of(event)}']")
    assert form.button.text == "M’inscrire"
    for _ in range(2):
        answer = client.post(page_of(event))
        assert answer.status_code == 302
    row = Registration.objects.get()
    assert (row.user, row.state, row.email, row.name) == (person, State.CONFIRMED, "", "")
    assert len(to(person.email, "Vous êtes inscrit")) == 1
    assert link(row) in client.get(event.url).text
    assert "déjà inscrit" in client.get(page_of(event)).text


def test_asked_again_one_mail_leaves_and_registered_twice_its_address_alone_learns_it(client, now):
    event = make_open()
    ask(event=event, email=EMAIL, name="M")
    ask(event=event, email=EMAIL, name="Monique", now=now + timedelta(minutes=1))
    row = Registration.objects.get()
    assert row.name == "Monique"
    assert len(to(EMAIL, "Confirmez")) == 1
    confirm(token=token_of(row))
    answer = client.post(page_of(event), typed(email=EMAIL.upper(), name="Quelqu’un"))
    assert answer.url == reverse("events:sent", args=[event.pk])
    assert Registration.objects.get().name == "Monique"
    assert len(to(EMAIL, "Vous êtes déjà inscrit")) == 1


def test_one_person_has_one_place_by_account_and_by_address():
    event, person = make_open(places=5), UserFactory(email=EMAIL)
    row = asked(event)
    mine = register(actor=person, event=event)
    with pytest.raises(Gone):
        confirm(token=token_of(row))
    ask(event=event, email=EMAIL, name="Monique")
    assert Registration.objects.get() == mine
    other = make_open(places=5)
    by_address = joined(other)
    assert register(actor=person, event=other) == by_address


def test_who_is_registered_by_account_meanwhile_confirms_nothing_more():
    event, person = make_open(), UserFactory(email="autre@exemple.test")
    row, mine = asked(event), joined_by(person, event)
    person.email = EMAIL
    person.save()
    assert confirm(token=token_of(row)) == mine
    assert Registration.objects.get() == mine


def test_the_last_place_then_a_list_in_its_order():
    event = make_open(places=1)
    first = joined(event)
    assert is_full(event)
    second, third = (joined(event, f"{name}@exemple.test") for name in ("b", "c"))
    assert [first.state, second.state, third.state] == ["inscrite", "attente", "attente"]
    assert to("b@exemple.test", "Liste d’attente")
    give_up(token=token_of(first))
    second.refresh_from_db()
    third.refresh_from_db()
    assert [second.state, third.state] == ["inscrite", "attente"]
    assert to("b@exemple.test", "Une place pour vous")
    assert not to("c@exemple.test", "Une place")
    with pytest.raises(Gone):
        find(token_of(first))


def test_who_comes_late_does_not_pass_before_who_waits():
    event = make_open(places=1)
    joined(event)
    joined(event, "b@exemple.test")
    EventPage.objects.filter(pk=event.pk).update(places=2)
    late = joined(event, "c@exemple.test")
    assert late.state == State.WAITING
    assert tick(NOON, "events")["event_places_given"] == 1
    late.refresh_from_db()
    assert late.state == State.WAITING
    assert Registration.objects.get(email="b@exemple.test").state == State.CONFIRMED


def test_fewer_places_than_people_sends_nobody_away():
    event = make_open(places=2)
    joined(event)
    joined(event, "b@exemple.test")
    change(event, places=1)
    joined(event, "c@exemple.test")
    tick(NOON, "events")
    states = Registration.objects.order_by("joined_at", "pk").values_list("state", flat=True)
    assert sorted(states) == ["attente", "inscrite", "inscrite"]


def test_who_will_wait_is_told_before_confirming(client):
    event = make_open(places=1)
    sent = reverse("events:sent", args=[event.pk])
    row = asked(event)
    assert "votre place est prise" in client.get(link(row)).text
    assert "votre place est prise" in client.get(sent).text
    joined(event, "b@exemple.test")
    assert "votre place est prise" not in client.get(link(row)).text + client.get(sent).text
    assert "liste d’attente" in main(client.get(link(row))).text
    assert "liste d’attente" in main(client.get(sent)).text


def test_of_what_is_cancelled_one_erases_ones_registration(client):
    event = make_open()
    row = joined(event)
    change(event, is_cancelled=True)
    page = main(client.get(link(row))).text
    assert "Effacer mon inscription" in page
    assert "Un empêchement" not in page
    client.post(reverse("events:give_up", args=[token_of(row)]))
    assert not Registration.objects.exists()


def test_giving_up_is_a_button_and_a_second_click_says_it_is_done(client):
    row = joined()
    address = reverse("events:give_up", args=[token_of(row)])
    assert "Annuler mon inscription" in client.get(link(row)).text
    assert Registration.objects.exists()
    done = client.post(address, follow=True)
    assert (done.status_code, Registration.objects.exists()) == (200, False)
    gone = [client.post(address), client.get(link(row))]
    assert all(page.status_code == 404 and "n’existe plus" in page.text for page in gone)
    assert all(main(page).find("a", href="/agenda/") for page in (done, *gone))


def test_a_link_of_another_or_made_up_opens_nothing(client):
    row = joined()
    for token in (str(row.key), token_of(row)[:-1], "x:y", f"{row.pk}"):
        address = reverse("events:registration", args=[token])
        assert client.get(address).status_code == 404
        assert client.post(f"{address}annuler/").status_code == 404
    assert Registration.objects.exists()


def test_an_address_has_two_days_to_confirm_to_the_second(monkeypatch, now):
    event = make_open(starts_at=now + 10 * DAY)
    row = asked(event)
    end = now + 48 * HOUR
    assert tick(end - timedelta(seconds=1), "events")["registrations_unconfirmed"] == 0
    stop(monkeypatch, end - timedelta(seconds=1))
    assert find(token_of(row)) == row
    stop(monkeypatch, end)
    with pytest.raises(Gone):
        confirm(token=token_of(row))
    assert tick(end, "events")["registrations_unconfirmed"] == 1
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"is_cancelled": True}, "annulé"),
        ({"starts_at": NOON - 2 * HOUR, "ends_at": NOON}, "passé"),
        ({"starts_at": NOON, "ends_at": NOON + HOUR}, "commencé"),
        ({"registers_here": False}, "ne demande pas d’inscription"),
        ({"registration_closes_at": NOON}, "closes"),
    ],
)
def test_nobody_registers_for_what_is_over_closed_or_cancelled(client, fields, why):
    event = make_open(**fields)
    answer = client.get(page_of(event))
    assert answer.status_code == 200
    assert why in main(answer).text
    assert not main(answer).select("form")
    assert client.post(page_of(event), typed()).status_code == 409
    with pytest.raises(Closed, match=why):
        ask(event=event, email=EMAIL, name="M")
    person = UserFactory()
    client.force_login(person)
    assert client.post(page_of(event)).status_code == 409
    assert not Registration.objects.exists()


def test_registrations_close_to_the_second(now):
    event = make_open(registration_closes_at=now + timedelta(seconds=1))
    ask(event=event, email=EMAIL, name="M")
    row = Registration.objects.get()
    with pytest.raises(Closed):
        confirm(token=token_of(row), now=now + timedelta(seconds=1))


def test_a_link_is_said_to_hold_until_the_event_starts_at_the_latest(client, now):
    soon = make_open(starts_at=now + 3 * HOUR)
    asked(soon)
    # Noon in Paris, then three hours.
    assert "jusqu’au 26 novembre, 15 h" in to(EMAIL, "Confirmez")[-1].body.replace("\u00a0", " ")
    page = main(client.get(reverse("events:sent", args=[soon.pk]))).text
    assert "jusqu’au début du rendez-vous au plus tard" in page


def test_a_link_confirmed_too_late_says_why(client, now):
    event = make_open()
    row = asked(event)
    EventPage.objects.filter(pk=event.pk).update(registration_closes_at=now)
    answer = client.post(reverse("events:confirm", args=[token_of(row)]))
    assert answer.status_code == 409
    assert "closes" in answer.text
    assert "Confirmer mon inscription</button>" not in client.get(link(row)).text


def test_an_event_that_nobody_may_see_is_registered_for_by_nobody(client):
    event = make_open()
    event.unpublish()
    assert client.get(page_of(event)).status_code == 404
    assert client.post(page_of(event), typed()).status_code == 404
    with pytest.raises(Closed):
        register(actor=UserFactory(), event=event)


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": ""}, "Votre nom"),
        ({"email": "monique"}, "adresse électronique"),
        ({"stamp": ""}, "ouverte depuis longtemps"),
    ],
)
def test_what_is_not_valid_is_said_and_kept(client, fields, named):
    event = make_open()
    answer = client.post(page_of(event), typed(name="Monique L.") | fields)
    assert answer.status_code == 422
    assert named in main(answer).text
    assert main(answer).select_one("input[name=stamp]")["value"]
    assert not Registration.objects.exists()


def test_a_robot_is_thanked_and_forgotten(client):
    event = make_open()
    answer = client.post(page_of(event), typed(website="https://spam.example/"))
    assert answer.url == reverse("events:sent", args=[event.pk])
    assert client.post(page_of(event), typed(stamp=stamp_of(0))).status_code == 422
    assert not Registration.objects.exists()


def test_another_site_registers_nobody(client):
    event = make_open()
    row = joined(event)
    client.force_login(UserFactory())
    elsewhere = {"headers": {"sec-fetch-site": "cross-site"}}
    assert client.post(page_of(event), typed(), **elsewhere).status_code == 403
    for name in ("confirm", "give_up"):
        address = reverse(f"events:{name}", args=[token_of(row)])
        assert client.post(address, **elsewhere).status_code == 403
    assert Registration.objects.get() == row


def test_one_place_asks_so_often_and_one_mailbox_gets_so_many(client, settings):
    settings.NUMBERS = {"events": {"an_hour": 3, "mails_a_day": 1}}
    event = make_open()
    other = make_open()
    for one in (event, other, event):
        assert client.post(page_of(one), typed()).status_code == 302
    assert len(to(EMAIL, "Confirmez")) == 1
    assert client.post(page_of(event), typed(email="b@exemple.test")).status_code == 429
    assert not to("b@exemple.test")


def test_the_address_of_a_room_is_for_who_has_a_place_once_confirmed_and_not_before(client):
    event = make_open(places=1, place="", online_url="https://salle.example/secret")
    row = asked(event)
    before = to(EMAIL, "Confirmez")[-1].body
    assert "salle.example" not in before
    assert "une fois votre inscription confirmée" in before
    row = confirm(token=token_of(row))
    waiting = joined(event, "b@exemple.test")
    assert "https://salle.example/secret" in to(EMAIL, "Vous êtes inscrit")[-1].body
    assert "salle.example" not in to("b@exemple.test", "Liste d’attente")[-1].body
    assert "salle.example" in client.get(link(row)).text
    for address in (link(waiting), event.url, page_of(event)):
        assert "salle.example" not in client.get(address).text, address
    public = client.get(f"/rendez-vous/{event.pk}/agenda.ics")
    assert b"salle.example" not in public.content
    mine = client.get(reverse("events:calendar", args=[token_of(row)]))
    [line] = icalendar.Calendar.from_ical(mine.content).walk("VEVENT")
    assert line["location"] == "https://salle.example/secret"
    refused = client.get(reverse("events:calendar", args=[token_of(waiting)]))
    assert refused.status_code == 404


def test_the_page_of_the_event_says_when_it_is_full_and_is_kept_until_then(
    client, django_capture_on_commit_callbacks
):
    event, large = make_open(places=1), make_open(places=50)
    assert "complet" not in main(client.get(event.url)).text
    before = read_version()
    with django_capture_on_commit_callbacks(execute=True):
        joined(large)
    assert read_version() == before
    with django_capture_on_commit_callbacks(execute=True):
        row = joined(event)
    assert read_version().number > before.number
    assert "C’est complet" in main(client.get(event.url)).text
    with django_capture_on_commit_callbacks(execute=True):
        give_up(token=token_of(row))
    assert "complet" not in main(client.get(event.url)).text


def test_closing_an_account_gives_its_places_back():
    event, person = make_open(places=1), UserFactory(email=EMAIL)
    joined_by(person, event)
    other = make_open(parent=event.get_parent(), slug="autre")
    joined(other)
    waiting = joined(event, "b@exemple.test")
    close_account(actor=person)
    waiting.refresh_from_db()
    assert waiting.state == State.CONFIRMED
    assert Registration.objects.get() == waiting


def test_a_registration_is_forgotten_thirty_days_after_to_the_second():
    starts_at = datetime(2026, 12, 3, 17, tzinfo=UTC)
    row = joined(make_open(starts_at=starts_at))
    end = row.told_ends_at + timedelta(days=30)
    assert tick(end - timedelta(seconds=1), "events")["registrations_erased"] == 0
    assert tick(end, "events")["registrations_erased"] == 1
    assert not Registration.objects.exists()
