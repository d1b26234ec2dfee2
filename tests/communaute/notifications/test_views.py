import pytest

from communaute.notifications.models import Notification
from tests.communaute.comptes.factories import UserFactory

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


def test_mark_one_read(client, user):
    first, second = NotificationFactory.create_batch(2, user=user)
    client.force_login(user)

    response = client.post(f"{HERE}{first.pk}/lire/")

    assert response.status_code == 302
    assert list(Notification.objects.unread()) == [second]


def test_mark_all_read(client, user):
    NotificationFactory.create_batch(2, user=user)
    foreign = NotificationFactory()
    client.force_login(user)

    client.post(f"{HERE}tout-lire/")

    assert list(Notification.objects.unread()) == [foreign]


def test_notification_of_another_is_not_found(client, user):
    foreign = NotificationFactory()
    client.force_login(user)

    assert client.post(f"{HERE}{foreign.pk}/lire/").status_code == 404
    assert Notification.objects.unread().count() == 1


def test_get_on_an_action_is_refused(client, user):
    mine = NotificationFactory(user=user)
    client.force_login(user)

    assert client.get(f"{HERE}{mine.pk}/lire/").status_code == 405
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
