"""Correcting a datum, objecting to a use: what one does oneself, what one asks of a person."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from cms.pages.enums import MessageState, Subject
from cms.pages.models import ContactMessage
from cms.pages.services import answer_message
from communaute.donnees.enums import Right
from communaute.donnees.services import ask_right
from tests.clock import NOON
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
HOME, URL = "/mon-compte/donnees/", "/mon-compte/donnees/corriger-m-opposer/"
ASKED = {"droit": "opposer", "texte": "Ne comptez plus mon immeuble dans les chiffres."}


@pytest.fixture
def person():
    return UserFactory(email="moi@exemple.test", display_name="Zoé M.")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def main_of(response):
    return BeautifulSoup(response.content, "html.parser").main


def test_the_page_says_where_one_corrects_and_how_one_objects(signed_in):
    section = main_of(signed_in.get(HOME)).select_one("[aria-labelledby=droits]")
    assert [title.get_text() for title in section.select("h3")][:2] == ["Corriger", "M’opposer"]
    links = [link["href"] for link in section.select("a")]
    assert links.count(URL) == 2
    for own in links:
        if own.startswith(("/mon-compte/", "/ambassadeurs/")):
            assert signed_in.get(own).status_code == 200


@pytest.mark.parametrize("right", list(Right))
def test_a_request_is_dated_read_in_ones_data_and_answered_by_a_person(
    signed_in, person, right, django_capture_on_commit_callbacks
):
    response = signed_in.post(URL, ASKED | {"droit": right.value})
    assert (response.status_code, response.url) == (302, f"{HOME}cms_pages-contactmessage/")
    message = ContactMessage.objects.waiting().get()
    assert (message.name, message.email) == ("Zoé M.", "moi@exemple.test")
    assert message.subject == Subject.DATA
    assert message.message.startswith(right.label)
    shown = main_of(signed_in.get(response.url)).get_text(" ", strip=True)
    assert ASKED["texte"] in shown
    assert "Envoyé le" in shown
    with django_capture_on_commit_callbacks(execute=True):
        answer_message(actor=UserFactory(), pk=message.pk, answer="C’est fait depuis ce matin.")
    message.refresh_from_db()
    assert message.state == MessageState.ANSWERED
    (mail,) = sent_mails()
    assert mail.to == ["moi@exemple.test"]
    assert "C’est fait depuis ce matin." in mail.body


def test_the_same_twice_a_day_is_one(person):
    asked = {"actor": person, "right": Right.CORRECT, "text": "Ma commune est fausse."}
    first, again = (ask_right(**asked, now=NOON) for _ in range(2))
    assert first == again
    assert ask_right(**asked, now=NOON + timedelta(days=1)) != first
    assert ask_right(**asked | {"actor": UserFactory()}, now=NOON) != first


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"droit": ""}, "Choisissez ce que vous demandez"),
        ({"droit": "effacer"}, "hoisi"),
        ({"texte": "Non."}, "Expliquez un peu plus"),
        ({"texte": "x" * 4001}, "4000 caractères au plus"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(signed_in, wrong, said):
    response = signed_in.post(URL, ASKED | wrong)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert (ASKED | wrong)["texte"] in response.content.decode()
    assert not ContactMessage.objects.exists()


def test_too_many_wait_an_hour_and_lose_no_word(signed_in):
    for number in range(3):
        assert signed_in.post(URL, ASKED | {"texte": f"Demande numéro {number}"}).status_code == 302
    response = signed_in.post(URL, ASKED)
    assert response.status_code == 429
    assert ASKED["texte"] in response.content.decode()
    assert ContactMessage.objects.count() == 3
