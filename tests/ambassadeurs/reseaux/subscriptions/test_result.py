"""Following from the answer to an address: of which address one is told, is said."""

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.subscriptions.models import NetworkFollow
from ambassadeurs.reseaux.subscriptions.services import set_following
from communaute.notifications.catalogue import Channel
from communaute.notifications.models import Mail, Notification, Preference
from tests.ambassadeurs.reseaux.factories import GRENOBLE_DEGREES, traced_reseau
from tests.communaute.comptes.factories import UserFactory
from tests.mails import says_now

from .test_follows import move, result

pytestmark = pytest.mark.django_db


def said(client, person, test, place=None):
    """The words of the page in the browser that tested this place, or in another one."""
    client.cookies.clear()
    client.force_login(person)
    if place:
        client.cookies["point_teste"] = "{:.5f}_{:.5f}".format(*place)
    page = client.get(test.get_absolute_url())
    return BeautifulSoup(page.content, "html.parser").find(id="suivre").p.get_text()


def test_of_which_address_one_is_told(client):
    reseau = traced_reseau(distance_m=600)
    first, second = (result(reseau, distance_m=600) for _ in range(2))
    person = UserFactory()
    here, elsewhere = GRENOBLE_DEGREES, (GRENOBLE_DEGREES[0] + 0.001, GRENOBLE_DEGREES[1])

    shared = said(client, person, first)
    assert "cette adresse" not in shared and "la position" not in shared
    assert "approche de cette adresse" in said(client, person, first, here)
    client.post(f"{first.get_absolute_url()}suivre/", {"suivre": "oui"})
    assert NetworkFollow.objects.get().has_place

    assert "approchera de cette adresse" in said(client, person, first, here)
    assert "pour une autre adresse" in said(client, person, second, elsewhere)
    assert "Ce n’est peut-être pas l’adresse de cette page" in said(client, person, first)


def test_no_mail_is_promised_to_who_stopped_them(client):
    reseau = traced_reseau(distance_m=600)
    tested, person = result(reseau, distance_m=600), UserFactory()
    said(client, person, tested, GRENOBLE_DEGREES)
    Preference.objects.create(
        user=person, kind="reseau_subscriptions.network_close", site=True, mail=Channel.NONE
    )
    client.post(f"{tested.get_absolute_url()}suivre/", {"suivre": "oui"})
    page = client.get(tested.get_absolute_url())
    told = [str(one) for one in page.context["messages"]]
    assert "s’approche de cette adresse, vous le lirez sur le site, sans courriel." in told[0]
    words = BeautifulSoup(page.content, "html.parser").find(id="suivre").p.get_text()
    assert "approchera de cette adresse, vous le lirez sur le site, sans courriel" in words


def test_who_follows_a_network_only_is_not_told_to_follow_nothing(client):
    person = UserFactory()
    set_following(actor=person, reseau=traced_reseau(distance_m=600), follows=True)
    client.force_login(person)
    page = client.get("/communaute/suivies/").text
    assert "Les réseaux suivis" in page
    assert "Vous ne suivez rien" not in page


def test_of_pipes_that_are_not_there_yet_it_is_said_until_they_are(client):
    reseau = traced_reseau(distance_m=600, status=ReseauStatus.EN_CONSTRUCTION)
    person = UserFactory()
    set_following(actor=person, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    move(reseau, 50)
    line = Notification.objects.get(user=person)
    assert "passera à environ" in line.title
    mail = Mail.objects.get(user=person)
    assert "Ce réseau est en construction" in says_now(mail, "text")
    assert "il passera à environ" in says_now(mail, "text")
    assert "Passera-t-il près de chez moi" in client.get(reseau.get_absolute_url()).text
    client.force_login(person)
    assert "réseau en construction" in client.get("/communaute/suivies/").text
    client.logout()
    Reseau.objects.filter(pk=reseau.pk).update(status=ReseauStatus.EXISTANT)
    assert "passe maintenant à" in says_now(mail, "subject")


@pytest.mark.parametrize(("distance_m", "is_close"), [(200, True), (201, False)])
def test_a_network_that_is_close_already_is_not_said_to_come(client, distance_m, is_close):
    reseau = traced_reseau(distance_m=distance_m)
    tested, person = result(reseau, distance_m=distance_m), UserFactory()
    assert "s’il n’en est pas déjà proche" in said(client, person, tested, GRENOBLE_DEGREES)
    client.post(f"{tested.get_absolute_url()}suivre/", {"suivre": "oui"})
    page = client.get(tested.get_absolute_url())
    (told,) = (str(one) for one in page.context["messages"])
    words = said(client, person, tested, GRENOBLE_DEGREES)
    assert ("Il est déjà proche de cette adresse" in told) is is_close
    assert ("s’approche de cette adresse" in told) is not is_close
    assert ("Il est déjà proche de cette adresse" in words) is is_close
    assert ("approchera" in words) is not is_close
