from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from communaute.notifications.models import Notification
from communaute.notifications.numbers import NUMBERS
from socle.clock.running import run
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

from .factories import NotificationFactory

HERE = "/mon-compte/notifications/"
LIST = f"{HERE}recues/"


@pytest.fixture
def user(db):
    return UserFactory()


def test_list_shows_mine_only(client, user):
    mine, other = NotificationFactory(user=user), NotificationFactory(title="À quelqu’un d’autre")
    client.force_login(user)

    page = client.get(LIST).content.decode()

    assert mine.title in page
    assert other.title not in page
    assert "Non lue" in page


def test_reading_the_list_writes_nothing(client, user):
    NotificationFactory(user=user)
    client.force_login(user)

    client.get(LIST)

    assert Notification.objects.unread().count() == 1


def test_empty_list_says_why(client, user):
    client.force_login(user)

    assert "Rien de nouveau pour le moment" in client.get(LIST).content.decode()


@pytest.mark.parametrize(("rows", "lines_on_page_1"), [(20, 20), (21, 20)])
def test_twenty_per_page(client, user, rows, lines_on_page_1):
    NotificationFactory.create_batch(rows, user=user)
    client.force_login(user)

    assert len(client.get(LIST).context["page_obj"]) == lines_on_page_1
    assert client.get(LIST, {"page": "2"}).context["page_obj"].number == (2 if rows > 20 else 1)


@pytest.mark.parametrize("page", ["abc", "-1", "0", ""])
def test_nonsense_page_is_page_1(client, user, page):
    NotificationFactory.create_batch(21, user=user)
    client.force_login(user)

    assert client.get(LIST, {"page": page}).context["page_obj"].number == 1


def test_mark_all_read(client, user):
    NotificationFactory.create_batch(2, user=user)
    foreign = NotificationFactory()
    client.force_login(user)

    client.post(f"{HERE}tout-lire/")

    assert list(Notification.objects.unread()) == [foreign]


def test_get_on_an_action_is_refused(client, user):
    client.force_login(user)

    assert client.get(f"{HERE}fil-lu/").status_code == 405
    assert client.get(f"{HERE}tout-lire/").status_code == 405


def test_anonymous_is_sent_to_sign_in(client, db):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response["Location"].startswith("/comptes/")


@pytest.mark.parametrize("rows", [1, 40])
def test_query_budget(client, user, rows, django_assert_max_num_queries):
    NotificationFactory.create_batch(rows, user=user)
    client.force_login(user)
    client.get(LIST)  # the first page of a session stores its token

    with django_assert_max_num_queries(8):
        client.get(LIST)


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
    assert "Et 2 autres sur le même sujet" in page.text


@pytest.mark.parametrize(
    ("suite", "to"),
    [
        ("/communaute/?a=1", "/communaute/?a=1"),
        ("https://ailleurs.example/", LIST),
        ("//ailleurs.example", LIST),
        ("javascript:alert(1)", LIST),
        ("", LIST),
    ],
)
def test_a_thread_is_marked_read_and_one_goes_back(client, user, suite, to):
    NotificationFactory.create_batch(2, user=user, thread="question-1")
    kept = [NotificationFactory(user=user), NotificationFactory(thread="question-1")]
    client.force_login(user)
    response = client.post(f"{HERE}fil-lu/", {"fil": "question-1", "suite": suite})
    assert response.url == to
    assert list(Notification.objects.unread().order_by("pk")) == kept


def test_a_page_that_is_read_says_so_without_leaving(client, user):
    NotificationFactory(user=user, thread="question-1")
    client.force_login(user)
    assert client.post(f"{HERE}fil-lu/", {"fil": "question-1", "seul": "on"}).status_code == 204
    assert not Notification.objects.unread().exists()
    # Nonsense changes nothing, and is no error: nobody reads it.
    assert client.post(f"{HERE}fil-lu/", {"fil": "x" * 161}).status_code == 302


def test_the_page_of_a_thread_offers_to_mark_it_read_while_it_is_not(user, db):
    question = QuestionFactory()
    mine = NotificationFactory(user=user, thread=f"question-{question.pk}")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = BeautifulSoup(browser.get(question.get_absolute_url()).content, "html.parser")
    form = page.select_one("form[data-read-thread]")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    response = browser.post(form["action"], sent)
    assert response.url == question.get_absolute_url()
    mine.refresh_from_db()
    assert mine.read_at is not None
    assert "data-read-thread" not in browser.get(question.get_absolute_url()).text


@pytest.mark.parametrize(("rows", "said"), [(99, "(99<"), (100, "(99+<")])
def test_the_header_counts_to_ninety_nine(client, user, rows, said):
    lines = [NotificationFactory.build(user=user, key=f"k{number}") for number in range(rows)]
    Notification.objects.bulk_create(lines)
    client.force_login(user)
    assert f"Notifications {said}" in client.get("/mon-compte/").text


def test_a_thread_beyond_what_the_header_counts_is_known(client, user, settings):
    settings.NUMBERS = {"notifications": {"unread_shown": 1}}
    question = QuestionFactory()
    NotificationFactory.create_batch(3, user=user)
    client.force_login(user)
    assert "data-read-thread" not in client.get(question.get_absolute_url()).text
    NotificationFactory(user=user, thread=f"question-{question.pk}")
    assert "data-read-thread" in client.get(question.get_absolute_url()).text


@pytest.mark.parametrize(("seconds", "left"), [(1, 1), (0, 0)])
def test_lines_stay_sixty_days(user, seconds, left):
    line = NotificationFactory(user=user)
    limit = line.created_at + timedelta(days=NUMBERS.line_days, seconds=-seconds)
    run(limit, only=["notifications.erase_lines"])
    assert Notification.objects.count() == left
