"""Writing to the service, and being answered by a person."""

import logging
import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.numbers import PAGE_NUMBERS
from cms.pages import services
from cms.pages.enums import MessageState
from cms.pages.models import ContactMessage, ContactPage
from cms.pages.services import AlreadyHandled
from cms.starter import EDITORS, TEAM, WRITERS
from communaute.notifications.outbox import drain
from socle.antispam import NUMBERS as ROBOTS
from socle.antispam import TOO_FAST
from socle.scheduler.runner import run
from socle.search import indexer
from socle.search.results import find
from tests.clock import NOON, stop
from tests.cms.factories import make_site
from tests.cms.test_admin import person, sign_in
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

from .factories import make_message, stamp_of, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
URL, SENT = "/contact/", "/contact/envoye/"


@pytest.fixture
def site(db):
    make_site()


def send(client, **fields):
    return client.post(URL, written(**fields))


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_message_joins_the_queue_and_its_author_reads_when_one_is_answered(client, caplog):
    with caplog.at_level(logging.DEBUG):
        response = send(client)
    assert (response.status_code, response.url) == (302, SENT)
    message = ContactMessage.objects.waiting().get()
    assert (message.email, message.subject) == ("monique@exemple.fr", "service")
    assert "sous 5 jours ouvrés" in client.get(SENT).text
    assert "sous-station" not in caplog.text
    assert not response.cookies


def test_the_form_is_kept_for_nobody_else_and_who_has_an_account_types_no_address(client):
    first, second = (client.get(URL) for _ in range(2))
    assert "no-store" in first["Cache-Control"]
    assert not first.cookies
    stamps = {page_of(one).select_one("[name=stamp]")["value"] for one in (first, second)}
    assert len(stamps) == 2
    client.force_login(UserFactory(email="paul@exemple.fr"))
    assert page_of(client.get(URL)).select_one("[name=email]")["value"] == "paul@exemple.fr"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Remplissez"),
        ({"email": "monique"}, "nom@exemple.fr"),
        ({"subject": "rien"}, "choisissez dans la liste"),
        ({"message": "x" * 9}, "Expliquez un peu plus"),
        ({"message": "x" * 4001}, "caractères au plus"),
        ({"stamp": ""}, "ouverte depuis longtemps"),
        ({"stamp": "faux:faux"}, "ouverte depuis longtemps"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, fields, said):
    response = send(client, **fields)
    assert response.status_code == 422
    page = page_of(response)
    assert said in page.select_one("#erreurs").text + page.select_one("form[novalidate]").text
    assert page.title.text.startswith("Erreur – ")
    kept = written() | fields
    assert page.select_one("[name=message]").text.strip() == kept["message"]
    assert page.select_one("[name=name]").get("value", "") == kept["name"]
    assert not ContactMessage.objects.exists()


def test_a_page_left_open_for_a_day_is_sent_at_the_second_try(client):
    old = stamp_of(ROBOTS.hours_left_open * 3600 + 60)
    again = page_of(send(client, stamp=old)).select_one("[name=stamp]")["value"]
    assert again != old
    assert send(client, stamp=again).status_code == 422, "as fast as a robot"


@pytest.mark.parametrize(("seconds", "status"), [(2, 422), (4, 302)])
def test_nobody_fills_a_form_in_less_than_three_seconds(client, monkeypatch, seconds, status):
    now = time.time()
    stamp = stamp_of(seconds + time.time() - now)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now)
    assert send(client, stamp=stamp).status_code == status


def test_whoever_has_something_to_correct_is_not_told_to_slow_down(client):
    response = send(client, stamp=stamp_of(0), email="pas une adresse")
    assert response.status_code == 422
    assert TOO_FAST not in response.text


def test_a_robot_that_fills_what_is_hidden_believes_it_wrote(client):
    page = page_of(client.get(URL))
    assert page.select_one("[name=website]").find_parent("div").has_attr("hidden")
    response = send(client, website="https://pilules.example")
    assert (response.status_code, response.url) == (302, SENT)
    assert not ContactMessage.objects.exists()


def test_a_double_click_sends_one_message_and_a_changed_text_another(client):
    stamp = stamp_of()
    for text in ("Une première question.", "Une première question.", "Une seconde question."):
        assert send(client, stamp=stamp, message=text).status_code == 302
    assert ContactMessage.objects.count() == 2


def test_a_fourth_message_in_an_hour_waits_and_stays_written(client):
    for number in range(PAGE_NUMBERS.messages_an_hour):
        assert send(client, message=f"Question numéro {number}.").status_code == 302
    response = send(client, message="Celle de trop.")
    assert response.status_code == 429
    page = page_of(response)
    assert "Renvoyez celui-ci plus tard" in page.select_one("#erreurs").text
    assert page.select_one("[name=message]").text.strip() == "Celle de trop."
    assert ContactMessage.objects.count() == PAGE_NUMBERS.messages_an_hour


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "https://ailleurs.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 302),
    ],
)
def test_another_site_cannot_send_in_the_name_of_a_visitor(headers, status):
    client = Client(enforce_csrf_checks=True)
    response = client.post(URL, written(), headers=headers)
    assert response.status_code == status
    assert ContactMessage.objects.exists() == (status == 302)


def test_a_page_taken_down_is_not_found(client):
    ContactPage.objects.get().unpublish()
    assert [client.get(url).status_code for url in (URL, SENT)] == [404, 404]
    assert send(client).status_code == 404


def test_a_page_with_another_address_still_receives_what_is_written(
    client, django_capture_on_commit_callbacks
):
    page = ContactPage.objects.get()
    page.slug = "nous-ecrire"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    moved = client.get(URL)
    assert (moved.status_code, moved["Location"]) == (301, "/nous-ecrire/")
    form = page_of(client.get("/nous-ecrire/")).select_one("main form")
    assert client.post(form["action"], written(message="")).status_code == 422
    response = client.post(form["action"], written(), follow=True)
    assert response.request["PATH_INFO"] == SENT
    assert ContactMessage.objects.waiting().count() == 1


def test_the_page_is_found_by_words_that_it_does_not_say():
    indexer.rebuild()
    assert URL in {line.url for line in find("nous joindre").lines}


def answer_url(message):
    return reverse("contact_messages:edit", args=[message.pk])


def test_a_person_answers_and_the_answer_leaves_once(client):
    message = make_message()
    editor = person(EDITORS)
    sign_in(client, editor)
    listed = client.get("/gestion/messages/").text
    assert "Messages reçus" in listed
    assert f'href="{answer_url(message)}"' in listed
    assert message.message in client.get(answer_url(message)).text

    short = client.post(answer_url(message), {"answer": "Oui."})
    assert short.status_code == 422
    assert "Oui." in short.text
    said = {"answer": "Oui, à Grenoble, le 3 décembre. Claire"}
    assert client.post(answer_url(message), said).status_code == 302
    late = {"answer": "Non, désolée : rien avant janvier."}
    again = client.post(answer_url(message), late)
    assert again.status_code == 409
    assert late["answer"] in again.text
    assert said["answer"] in again.text
    message.refresh_from_db()
    assert (message.state, message.handled_by) == (MessageState.ANSWERED, editor)
    assert f"par {editor}" in again.text and editor.email not in page_of(again).main.text
    [left] = sent_mails()
    assert left.to == ["monique@exemple.fr"]
    assert left.reply_to == ["contact@chauffage-urbain.example"]
    assert "Bonjour Monique," in left.body
    assert said["answer"] in left.body
    assert message.message in left.body


def test_an_answer_waits_some_minutes_and_may_be_taken_back(client, monkeypatch):
    message = make_message()
    sign_in(client, person(EDITORS))
    said = {"answer": "Oui, à Grenoble, le 3 décembre. Claire"}
    assert client.post(answer_url(message), said).url == answer_url(message)
    drain()
    assert mail.outbox == []
    assert "Annuler cette réponse" in client.get(answer_url(message)).text
    undone = client.post(answer_url(message), {"undo": "1"})
    assert undone.status_code == 200
    assert said["answer"] in undone.text
    message.refresh_from_db()
    assert (message.state, message.answer) == (MessageState.NEW, "")
    stop(monkeypatch, NOON + timedelta(minutes=1))
    assert client.post(answer_url(message), {"answer": "Oui, le 4 décembre."}).status_code == 302
    stop(monkeypatch, NOON + timedelta(minutes=20))
    late = client.post(answer_url(message), {"undo": "1", "answer": "Oui, le 4 décembre."})
    assert late.status_code == 409
    assert "la réponse est partie" in late.text
    assert "pas parti" not in late.text
    drain()
    (left,) = mail.outbox
    assert "le 4 décembre" in left.body


def test_an_answer_taken_back_in_two_tabs_is_given_back_in_both(client):
    message = make_message()
    sign_in(client, person(EDITORS))
    said = "Oui, à Grenoble,\r\nle 3 décembre. Claire"
    client.post(answer_url(message), {"answer": said})
    page = page_of(client.get(answer_url(message)))
    undo = {"undo": "1", "answer": page.select_one("[name=answer]")["value"]}
    assert client.post(answer_url(message), undo).status_code == 200
    again = client.post(answer_url(message), undo)
    assert again.status_code == 409
    assert "déjà annulée : rien n’est parti" in again.text
    kept = page_of(again).select_one("textarea[name=answer]").text
    assert kept.split() == said.split()
    # Answered by a colleague meanwhile.
    sign_in(client, person(EDITORS))
    client.post(answer_url(message), {"answer": "Non, pas en décembre."})
    sign_in(client, UserFactory(password="un-mot-de-passe-solide", is_superuser=True))
    third = client.post(answer_url(message), undo)
    assert third.status_code == 409
    assert "Une autre personne a déjà traité" in third.text
    assert "Ce texte n’est pas parti" in third.text


def test_one_s_own_answer_sent_twice_is_one_and_is_nobody_else_s(client, monkeypatch):
    message = make_message()
    sign_in(client, person(EDITORS))
    said = {"answer": "Oui, à Grenoble, le 3 décembre. Claire"}
    for _ in range(2):
        assert client.post(answer_url(message), said).status_code == 302
    other = client.post(answer_url(message), {"answer": "Non, pas en décembre."})
    assert other.status_code == 409
    assert "Vous avez déjà traité ce message." in other.text
    stop(monkeypatch, NOON + timedelta(minutes=20))
    late = client.post(answer_url(message), said, follow=True)
    assert "Votre réponse est partie." in late.text
    drain()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("answer", ["Oui.", "Oui, à Grenoble, le 3 décembre. Claire"])
def test_a_message_is_closed_without_an_answer_and_one_that_is_written_is_not_lost(client, answer):
    message = make_message()
    sign_in(client, person(TEAM))
    refused = client.post(answer_url(message), {"close": "1", "answer": answer})
    assert refused.status_code == 422
    assert "envoyez-la, ou effacez-la" in refused.text
    assert page_of(refused).select_one("textarea").text.strip() == answer
    assert ContactMessage.objects.get().state == MessageState.NEW
    for _ in range(2):
        assert client.post(answer_url(message), {"close": "1", "answer": " "}).status_code == 302
    assert ContactMessage.objects.get().state == MessageState.CLOSED
    assert sent_mails() == []


def test_others_neither_read_nor_answer_and_nobody_writes_or_deletes_by_hand(client):
    message = make_message()
    for group in (WRITERS, None):
        sign_in(client, person(group))
        for response in (
            client.get(answer_url(message)),
            client.get("/gestion/messages/"),
            client.post(answer_url(message), {"answer": "Une réponse de personne."}),
        ):
            assert response.status_code in {302, 403}
            assert message.message not in response.text
    assert ContactMessage.objects.get().state == MessageState.NEW
    sign_in(client, UserFactory(is_superuser=True))
    client.post(reverse("contact_messages:delete", args=[message.pk]))
    client.post(reverse("contact_messages:add"), {"name": "x"})
    assert ContactMessage.objects.get() == message


def test_two_people_do_not_answer_one_message():
    message = make_message()
    services.close_message(actor=UserFactory(), pk=message.pk)
    with pytest.raises(AlreadyHandled):
        services.answer_message(actor=UserFactory(), pk=message.pk, answer="Trop tard.")


@pytest.mark.parametrize("wrong", [{"state": "repondu"}, {"answer": "x"}, {"handled_at": NOON}])
def test_the_base_refuses_a_message_half_handled(wrong):
    make_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactMessage.objects.update(**wrong)


def test_a_message_is_erased_a_year_after_it_was_handled(client):
    waiting, handled = make_message(), make_message()
    services.close_message(actor=UserFactory(), pk=handled.pk)
    due = ContactMessage.objects.get(pk=handled.pk).handled_at + timedelta(
        days=PAGE_NUMBERS.days_kept
    )
    key = ["pages.erase_messages"]
    assert run(due - timedelta(seconds=1), only=key).counts == {}
    assert run(due, only=key).counts == {"contact_messages_erased": 1}
    assert list(ContactMessage.objects.all()) == [waiting]


def test_the_queue_costs_the_same_at_one_and_at_twenty(client):
    sign_in(client, person(EDITORS))

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get("/gestion/messages/").status_code == 200
        return len(found)

    make_message()
    queries()
    one = queries()
    for _ in range(19):
        services.close_message(actor=UserFactory(), pk=make_message().pk)
    assert queries() == one
