"""Following a network whose pipes are not there yet."""

import pytest

from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.reseaux.subscriptions.services import set_following
from communaute.notifications.models import Mail, Notification
from tests.ambassadeurs.reseaux.factories import GRENOBLE_DEGREES, traced_reseau
from tests.communaute.comptes.factories import UserFactory
from tests.mails import says_now

from .test_follows import move

pytestmark = pytest.mark.django_db


def test_who_follows_a_network_only_is_not_told_to_follow_nothing(client):
    person = UserFactory()
    set_following(actor=person, reseau=traced_reseau(distance_m=600), follows=True)
    client.force_login(person)
    page = client.get("/communaute/suivies/").text
    assert "Les réseaux que je suis" in page
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
