from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communaute.notifications.models import Notification
from communaute.notifications.numbers import NUMBERS
from socle.scheduler.runner import run
from tests.communaute.questions.factories import QuestionFactory

from .factories import NotificationFactory

HERE = "/mon-compte/notifications/"
LIST = f"{HERE}recues/"


def test_list_shows_mine_only_and_reading_it_writes_nothing(client, user):
    client.force_login(user)
    assert "Rien de nouveau pour le moment" in client.get(LIST).text
    mine, other = NotificationFactory(user=user), NotificationFactory(title="À quelqu’un d’autre")

    page = client.get(LIST).text

    assert mine.title in page
    assert other.title not in page
    assert "Non lue" in page
    assert Notification.objects.unread().count() == 2


def test_twenty_per_page(client, user, django_assert_max_num_queries):
    NotificationFactory.create_batch(20, user=user)
    client.force_login(user)
    assert client.get(LIST, {"page": "2"}).context["page_obj"].number == 1
    NotificationFactory(user=user)

    with django_assert_max_num_queries(8):
        assert len(client.get(LIST).context["page_obj"]) == 20
    numbers = {"2": 2, "abc": 1, "-1": 1, "0": 1, "": 1}
    pages = {page: client.get(LIST, {"page": page}).context["page_obj"] for page in numbers}
    assert {page: one.number for page, one in pages.items()} == numbers


def test_mark_all_read(client, user):
    NotificationFactory.create_batch(2, user=user)
    foreign = NotificationFactory()
    client.force_login(user)

    client.post(f"{HERE}tout-lire/")

    assert list(Notification.objects.unread()) == [foreign]


# --- By thread ----------------------------------------------------------------------------------


def test_lines_of_a_thread_are_together_the_latest_first(client, user):
    for number in range(5):
        NotificationFactory(user=user, thread="question-1", title=f"Réponse {number}")
    NotificationFactory(user=user, title="Autre chose")
    client.force_login(user)
    page = client.get(LIST)
    threads = page.context["threads"]
    assert [[line.title for line in thread.lines] for thread in threads] == [
        ["Autre chose"],
        ["Réponse 4", "Réponse 3", "Réponse 2"],
    ]
    assert [(thread.more, thread.unread) for thread in threads] == [(0, 1), (2, 5)]
    more = BeautifulSoup(page.text, "html.parser").find("a", string="Et 2 autres sur le même sujet")
    [thread] = client.get(LIST + more["href"]).context["threads"]
    assert (len(thread.lines), thread.more) == (5, 0)


def test_what_is_told_again_in_the_same_words_is_read_once(client, user):
    for _ in range(6):
        NotificationFactory(user=user, thread="file", title="Des textes attendent", url="/file/")
    client.force_login(user)
    page = client.get(LIST)
    assert [(len(one.lines), one.more) for one in page.context["threads"]] == [(1, 5)]
    assert "Et 5 autres sur le même sujet" in page.text


def test_a_thread_is_marked_read_and_one_goes_back(client, user):
    NotificationFactory.create_batch(2, user=user, thread="question-1")
    kept = [NotificationFactory(user=user), NotificationFactory(thread="question-1")]
    client.force_login(user)
    led = {
        "/communaute/?a=1": "/communaute/?a=1",
        "https://ailleurs.example/": LIST,
        "//ailleurs.example": LIST,
        "javascript:alert(1)": LIST,
        "": LIST,
    }
    sent = {one: {"fil": "question-1", "suite": one} for one in led}
    assert {one: client.post(f"{HERE}fil-lu/", sent[one]).url for one in led} == led
    assert list(Notification.objects.unread().order_by("pk")) == kept


def test_a_page_that_is_read_says_so_without_leaving(client, user):
    NotificationFactory(user=user, thread="question-1")
    client.force_login(user)
    assert client.post(f"{HERE}fil-lu/", {"fil": "question-1", "seul": "on"}).status_code == 204
    assert not Notification.objects.unread().exists()
    # Nonsense changes nothing, and is no error: nobody reads it.
    assert client.post(f"{HERE}fil-lu/", {"fil": "x" * 161}).status_code == 302


@pytest.mark.usefixtures("trusted")
def test_the_page_of_a_thread_offers_to_mark_it_read_while_it_is_not(user):
    question = QuestionFactory()
    mine = NotificationFactory(user=user, thread=f"question-{question.pk}")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = BeautifulSoup(browser.get(question.get_absolute_url()).content, "html.parser")
    form = page.select_one("form[data-read-thread]")
    assert form.find_previous("h1") is not None  # after what it is about
    sent = {field["name"]: field["value"] for field in form.select("input")}
    response = browser.post(form["action"], sent)
    assert response.url == question.get_absolute_url()
    mine.refresh_from_db()
    assert mine.read_at is not None
    assert "data-read-thread" not in browser.get(question.get_absolute_url()).text


@pytest.mark.usefixtures("trusted")
def test_the_header_counts_to_ninety_nine_and_knows_a_thread_beyond(client, user):
    question = QuestionFactory()
    client.force_login(user)
    lines = [NotificationFactory.build(user=user, key=f"k{number}") for number in range(99)]
    Notification.objects.bulk_create(lines)
    page = client.get(question.get_absolute_url()).text
    assert "Notifications (99<" in page
    assert "data-read-thread" not in page
    NotificationFactory.create_batch(2, user=user)
    NotificationFactory(user=user, thread=f"question-{question.pk}")
    page = client.get(question.get_absolute_url()).text
    assert "Notifications (99+<" in page
    assert "data-read-thread" in page


@pytest.mark.parametrize(("seconds", "left"), [(1, 1), (0, 0)])
def test_lines_stay_sixty_days(user, seconds, left):
    line = NotificationFactory(user=user)
    limit = line.created_at + timedelta(days=NUMBERS.line_days, seconds=-seconds)
    run(limit, only=["notifications.erase_lines"])
    assert Notification.objects.count() == left
