"""Stopping a kind from the mail itself: no session, nothing written by a GET, undone at will."""

import re
from email.policy import SMTP

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from communaute.notifications import catalogue, outbox
from communaute.notifications.catalogue import DIGEST, Channel, kind_of
from communaute.notifications.channels import Ways, ways_for
from communaute.notifications.models import Mail, Preference
from communaute.notifications.numbers import NUMBERS
from communaute.notifications.outbox.message import build_message
from communaute.notifications.preferences.services import set_ways, stop_path, ways_of
from communaute.notifications.services import tell
from communaute.notifications.steps import KIND
from tests.communaute.comptes.factories import UserFactory

HOST = "https://chauffage.example"
FIRST = "questions.first_answer"
HERE = "/mon-compte/notifications/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def browser(db):
    """A visitor who is not signed in, on a server that checks every form."""
    return Client(enforce_csrf_checks=True)


def address(user, kind=FIRST):
    return stop_path(Mail(user=user, kind=kind))


def mail_of(user, kind=FIRST):
    return ways_for(kind_of(kind), user).mail


def test_the_mail_carries_the_address_in_its_headers_and_its_foot(mailbox, say, user, settings):
    say(user)
    outbox.drain()
    [(_, message)] = mailbox.messages
    [path] = re.findall(
        rf"<{HOST}(/mon-compte/notifications/arreter/\S+)>", message["List-Unsubscribe"]
    )
    assert message["List-Unsubscribe"] == f"<{HOST}{path}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<essai.notifications.chauffage.example>" in message["List-Id"]
    for kind in ("plain", "html"):
        assert f"{HOST}{path}" in message.get_body((kind,)).get_content()
    # Encoded words in these headers would be read by nobody (RFC 2047 §5).
    settings.BASE_URL = f"https://{'tres-' * 12}long.example"
    mail = say(user, key="reponse-2").mail
    raw = build_message(mail).message(policy=SMTP).as_bytes().decode()
    head = raw.partition("\r\n\r\n")[0].replace("\r\n ", " ")
    assert f"List-Unsubscribe: <{settings.BASE_URL}{address(user, 'essai.reponse')[:40]}" in head
    assert "=?" not in "".join(line for line in head.splitlines() if line[:4] in ("List", "Refe"))


def test_what_always_leaves_or_goes_to_no_account_carries_none(mailbox, say, user):
    say("adresse@example.org")
    tell("essai.code", to=user, key="c", context={"code": "1", "at": timezone.now()})
    outbox.drain()
    for _, message in mailbox.messages:
        assert message["List-Unsubscribe"] is None
        assert "arreter" not in message.get_body(("plain",)).get_content()
    assert len(mailbox.messages) == 2


def test_reading_the_page_stops_nothing_and_its_button_does(browser, user):
    link = address(user)
    page = browser.get(link)
    assert page.status_code == 200
    assert "Ne plus recevoir ces courriels ?" in page.text
    assert "Première réponse à votre question" in page.text
    assert "no-store" in page["Cache-Control"]
    assert not Preference.objects.exists()

    # Who stopped all the others too is not told that they come.
    assert "Rien ne change pour les autres." in page.text
    for _ in range(2):
        done = browser.post(link)
        assert done.status_code == 200
        assert "Rien ne change pour les autres." in done.text
        assert ways_for(kind_of(FIRST), user) == Ways(site=True, mail=Channel.NONE)
    assert "Vous ne les recevez plus" in browser.get(link).text


def test_a_mail_server_stops_it_in_one_click_and_the_person_undoes_it(browser, user):
    set_ways(actor=user, ways={FIRST: Ways(site=True, mail=Channel.WEEKLY)})
    response = browser.post(address(user), ONE_CLICK)
    assert response.status_code == 200
    assert mail_of(user) is Channel.NONE
    [undo] = re.findall(r'action="([^"]+reprendre[^"]+)"', response.text)
    assert browser.get(undo).status_code == 405
    for _ in range(2):
        assert "de nouveau" in browser.post(undo).text
        assert mail_of(user) is Channel.WEEKLY


def test_the_mail_that_gathers_is_stopped_whole_and_comes_back(browser, user):
    browser.post(address(user, DIGEST), ONE_CLICK)
    ways = ways_of(user)
    assert ways[FIRST].mail is Channel.INSTANT
    assert ways["questions.new_answer"].mail is Channel.NONE
    # A choice made in the table starts it again, for that choice only.
    again = {"questions.new_answer": Ways(site=True, mail=Channel.DAILY)}
    set_ways(actor=user, ways=again)
    assert mail_of(user, "questions.new_answer") is Channel.DAILY
    assert mail_of(user, "questions.answer_accepted") is Channel.NONE


def test_stopping_stops_what_was_waiting_to_leave(say, browser, user, mailoutbox):
    catalogue.register_kinds(KIND)
    say(user)
    browser.post(address(user, "essai.reponse"))
    assert outbox.drain() == {"dropped": 1}


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_was_changed_or_of_a_closed_account_says_the_way(browser, user, method):
    link, other = address(user), UserFactory()
    closed = address(other)
    other.delete()
    tampered = link.replace("first_answer", "new_answer")
    changed = (tampered, f"{link[:-5]}/", f"{HERE}arreter/rien/", closed)
    for response in (getattr(browser, method)(one) for one in changed):
        assert response.status_code == 404
        assert "Ce lien ne marche plus" in response.text
    # What is not one click at all stops nothing.
    browser.post(link, {"List-Unsubscribe": "x" * 41})
    assert not Preference.objects.exists()


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (1, 404)])
def test_an_address_works_for_a_year(browser, user, monkeypatch, seconds, status):
    link = address(user)
    later = signing.time.time() + NUMBERS.stop_days * 86_400 - 1 + 2 * seconds
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert browser.get(link).status_code == status


def test_an_address_to_stop_is_no_address_to_undo(browser, user):
    token = address(user).split("/")[-2]
    assert browser.post(f"{HERE}reprendre/{token}/").status_code == 404
