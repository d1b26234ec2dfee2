"""Following a network: who is told of what, when it still holds, and what is kept."""

from datetime import timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.services import verify_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete, CoproprieteMember
from ambassadeurs.coproprietes.projects.services import create_building
from ambassadeurs.reseaux.address_test.eligibility import about
from ambassadeurs.reseaux.models import AddressTest, Trace
from ambassadeurs.reseaux.numbers import FOLLOW_NUMBERS
from ambassadeurs.reseaux.subscriptions.models import NetworkFollow
from ambassadeurs.reseaux.subscriptions.services import FollowRefused, set_following, traces_changed
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Visit
from ambassadeurs.visites.services import open_visit
from communaute.comptes.closing import close_account
from communaute.notifications.models import Mail, Notification
from communaute.notifications.preferences.services import by_subject, choosable, stop_path
from communaute.territoires.models import Commune
from socle.hooks import call_hooks
from socle.words import network
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import (
    GRENOBLE,
    GRENOBLE_DEGREES,
    ReseauFactory,
    add_trace,
    traced_reseau,
)
from tests.ambassadeurs.visites.factories import BookingFactory
from tests.communaute.comptes.factories import UserFactory
from tests.mails import leaves as still_leaves
from tests.mails import says_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def reseau():
    return ReseauFactory(name="Réseau de Grenoble")


@pytest.fixture
def follower(reseau):
    person = UserFactory(email="suiveuse@example.org")
    set_following(actor=person, reseau=reseau, follows=True)
    return person


def told(person):
    lines = Notification.objects.visible_to(person).filter(kind__startswith="reseau_subscriptions.")
    return list(lines.order_by("pk").values_list("title", flat=True))


def leaves(person):
    """Whether what waits for this person would leave now."""
    mine = Mail.objects.filter(user=person)
    return still_leaves(mine.get(kind__startswith="reseau_subscriptions."))


def pending(reseau):
    return AmbassadeurFactory(pending=True, copropriete__reseau=reseau)


def open_one(host):
    return open_visit(
        actor=host.user,
        ambassadeur=host,
        starts_at=timezone.now() + timedelta(days=10),
        minutes=60,
        places=1,
    )


def test_a_new_ambassador_is_told_once_to_who_follows_never_to_oneself(reseau, follower):
    mandate = pending(reseau)
    set_following(actor=mandate.user, reseau=reseau, follows=True)
    elsewhere = UserFactory()
    set_following(actor=elsewhere, reseau=ReseauFactory(), follows=True)

    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)

    assert told(follower) == [
        f"« {mandate.copropriete} » répond maintenant sur le {network(reseau.name)}"
    ]
    assert told(mandate.user) == told(elsewhere) == []
    mail = Mail.objects.get(user=follower, kind="reseau_subscriptions.new_ambassador")
    assert (mail.state, mail.url) == ("held", mandate.copropriete.get_absolute_url())
    assert stop_path(mail)
    # A mandate that is renewed is no news.
    Ambassadeur.objects.update(renewal_asked_at=timezone.now())
    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    assert len(told(follower)) == 1


@pytest.mark.parametrize(
    ("change", "leaves_now"),
    [
        ({}, True),
        ({"paused_until": 0}, False),
        ({"paused_until": -1}, True),
        ({"status": "retire"}, False),
    ],
)
def test_what_waits_for_the_morning_says_nothing_of_who_is_paused_or_gone(
    reseau, follower, change, leaves_now
):
    mandate = pending(reseau)
    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    if "paused_until" in change:
        days = timedelta(days=change["paused_until"])
        change = {"paused_until": timezone.localdate() + days}
    Ambassadeur.objects.filter(pk=mandate.pk).update(**change)
    assert leaves(follower) is leaves_now


def test_nothing_leaves_of_an_ambassador_who_closed_nor_for_who_no_longer_follows(reseau, follower):
    mandate = pending(reseau)
    verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    set_following(actor=follower, reseau=reseau, follows=False)
    assert not leaves(follower)
    set_following(actor=follower, reseau=reseau, follows=True)
    assert leaves(follower)
    for where in (ReseauFactory(), reseau):
        Copropriete.objects.update(reseau=where)
        assert leaves(follower) is (where == reseau)
    close_account(actor=mandate.user)
    assert not leaves(follower)


def test_a_visit_with_places_is_told_until_it_is_full_cancelled_or_its_host_pauses(
    reseau, follower
):
    host = AmbassadeurFactory(copropriete__reseau=reseau, takes_visits=True)
    set_following(actor=host.user, reseau=reseau, follows=True)
    visit = open_one(host)
    [line] = told(follower)
    assert line.startswith(f"Une visite sur le {network(reseau.name)}")
    assert told(host.user) == []
    assert leaves(follower)

    booking = BookingFactory(visit=visit)
    assert not leaves(follower)
    type(booking).objects.update(state=BookingState.CANCELLED)
    assert leaves(follower)
    Ambassadeur.objects.update(paused_until=timezone.localdate())
    assert not leaves(follower)
    Ambassadeur.objects.update(paused_until=None)
    Visit.objects.update(state=VisitState.CANCELLED)
    assert not leaves(follower)
    Visit.objects.update(state=VisitState.PROPOSED, starts_at=timezone.now())
    assert not leaves(follower)


def move(reseau, distance_m):
    """Publish pipes that pass at this distance of the tested address."""
    x, y = GRENOBLE
    Trace.objects.filter(reseau=reseau).delete()
    add_trace(reseau, [(x + distance_m, y - 1000), (x + distance_m, y + 1000)])
    call_hooks("reseaux.networks_changed", {reseau.pk})


def test_the_pipes_that_come_close_are_told_once_exactly_on_the_edge():
    reseau, person = traced_reseau(distance_m=600), UserFactory()
    set_following(actor=person, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    row = NetworkFollow.objects.get()
    # Ten metres is all that is kept of the place.
    assert (row.x % 10, row.y % 10) == (0, 0)
    x = row.x - GRENOBLE[0]
    assert abs(x) <= 5
    assert (abs(row.distance_m - 600) <= 5, row.reached_at) == (True, None)

    move(reseau, 201 + x)
    assert (NetworkFollow.objects.get().distance_m, told(person)) == (201, [])
    move(reseau, 200 + x)
    assert [one.replace("\xa0", " ") for one in told(person)] == [
        f"Le {network(reseau.name)} passe maintenant à environ 200 m de votre adresse"
    ]
    row.refresh_from_db()
    assert (row.distance_m, row.reached_at is not None) == (200, True)
    move(reseau, 120 + x)
    assert len(told(person)) == 1
    assert leaves(person)
    mail = Mail.objects.get(user=person)
    assert "120\xa0m" in says_now(mail, "subject")
    move(reseau, 201 + x)
    assert not leaves(person)
    move(reseau, 120 + x)
    NetworkFollow.objects.update(x=None, y=None)
    assert not leaves(person)


def test_who_is_close_already_follows_without_place_or_follows_another_is_not_told():
    reseau = traced_reseau(distance_m=150)
    close, without, other = UserFactory(), UserFactory(), UserFactory()
    set_following(actor=close, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    set_following(actor=without, reseau=reseau, follows=True)
    set_following(actor=other, reseau=ReseauFactory(), follows=True, place=GRENOBLE_DEGREES)
    move(reseau, 50)
    assert [told(one) for one in (close, without, other)] == [[], [], []]


def test_strict_networks_keep_their_own_distance():
    reseau, person = traced_reseau(distance_m=600, identifiant="7501C"), UserFactory()
    set_following(actor=person, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    x = NetworkFollow.objects.get().x - GRENOBLE[0]
    move(reseau, 101 + x)
    assert told(person) == []
    move(reseau, 100 + x)
    assert len(told(person)) == 1


def test_an_import_costs_the_same_for_one_and_for_ten():
    reseau = traced_reseau(distance_m=600)
    costs = []
    for number in (1, 9):
        for _ in range(number):
            set_following(actor=UserFactory(), reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
        with CaptureQueriesContext(connection) as queries:
            traces_changed({reseau.pk})
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_following_twice_is_once_and_stopping_too(reseau, follower):
    set_following(actor=follower, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    set_following(actor=follower, reseau=reseau, follows=True)
    assert NetworkFollow.objects.get().has_place
    for _ in range(2):
        set_following(actor=follower, reseau=reseau, follows=False)
    assert not NetworkFollow.objects.exists()
    # A closed account leaves nothing.
    set_following(actor=follower, reseau=reseau, follows=True)
    close_account(actor=follower)
    assert not NetworkFollow.objects.exists()


def test_how_many_networks_one_follows(client, reseau):
    person = UserFactory()
    for _ in range(FOLLOW_NUMBERS.networks_max):
        set_following(actor=person, reseau=ReseauFactory(), follows=True)
    with pytest.raises(FollowRefused, match="Vous suivez déjà 20 réseaux"):
        set_following(actor=person, reseau=reseau, follows=True)
    client.force_login(person)
    page = client.post(f"/reseaux/{reseau.slug}/suivre/", {"suivre": "oui"}, follow=True)
    assert "Vous suivez déjà 20 réseaux" in page.text


def test_the_button_of_a_network_and_the_list_of_what_one_follows(client, reseau):
    address = reseau.get_absolute_url()
    page = BeautifulSoup(client.get(address).content, "html.parser")
    link = page.find(id="suivre").a
    assert "Prévenez-moi" in link.get_text()
    assert link["href"].endswith(f"?next={address}")

    person = UserFactory()
    client.force_login(person)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = page.find(id="suivre").form
    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    assert client.post(form["action"], sent)["Location"] == address
    assert NetworkFollow.objects.filter(user=person, reseau=reseau).exists()
    assert "Ne plus suivre ce réseau" in client.get(address).text
    page = client.get("/communaute/suivies/").text
    assert "Vous ne suivez rien" not in page
    listed = BeautifulSoup(page, "html.parser")
    form = listed.find("section", attrs={"aria-labelledby": "reseaux-suivis"}).form
    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    assert client.post(form["action"], sent)["Location"] == "/communaute/suivies/"
    assert not NetworkFollow.objects.exists()
    assert "vous ne suivez plus ce réseau." in client.get("/communaute/suivies/").text
    unreadable = client.post(f"/reseaux/{reseau.slug}/suivre/", {"suivre": "peut-être"})
    assert unreadable.status_code == 302
    assert not NetworkFollow.objects.exists()


def result(reseau, outcome="reseau_existant_loin", **facts):
    return AddressTest.objects.create(
        outcome=outcome, precision="adresse", reseau=reseau, commune_id="38185", **facts
    )


def test_the_answer_to_an_address_too_far_offers_to_be_told(client):
    reseau = traced_reseau(distance_m=600)
    test = result(reseau, distance_m=600)
    client.force_login(UserFactory())
    client.cookies["point_teste"] = "{:.5f}_{:.5f}".format(*GRENOBLE_DEGREES)
    page = BeautifulSoup(client.get(test.get_absolute_url()).content, "html.parser")
    box = page.find(id="suivre")
    assert "Nous gardons alors la position" in box.get_text()
    answered = client.post(box.form["action"], {"suivre": "oui"}, follow=True)
    assert "Quand il s’approche de cette adresse, vous" in answered.text
    assert NetworkFollow.objects.get().has_place
    assert "Nous gardons sa position, à dix mètres près" in answered.text


def test_without_a_place_one_follows_all_the_same(client):
    reseau = traced_reseau(distance_m=600)
    client.force_login(UserFactory())
    address = f"{result(reseau).get_absolute_url()}suivre/"
    cookies = ["", "abc", "5.74_", "200_45", "-61.5_16.2", "nan_nan"]
    has_place = {}
    for cookie in cookies:
        client.cookies["point_teste"] = cookie
        client.post(address, {"suivre": "oui"})
        has_place[cookie] = NetworkFollow.objects.get().has_place
        NetworkFollow.objects.all().delete()
    assert has_place == dict.fromkeys(cookies, False)


def test_a_favourable_answer_does_not_offer_it_and_one_without_network_cannot(client):
    reseau = traced_reseau(distance_m=50)
    client.force_login(UserFactory())
    near = result(reseau, "reseau_existant_tres_proche", distance_m=50)
    assert 'id="suivre"' not in client.get(near.get_absolute_url()).text
    nothing = result(None, "trop_eloigne")
    assert 'id="suivre"' not in client.get(nothing.get_absolute_url()).text
    sent = {"suivre": "oui"}
    assert client.post(f"{nothing.get_absolute_url()}suivre/", sent).status_code == 404
    beyond = result(None, "trop_eloigne", beyond_reseau=reseau, beyond_m=3400)
    assert 'id="suivre"' in client.get(beyond.get_absolute_url()).text


def test_its_kinds_are_chosen_together_after_what_one_follows():
    subjects = by_subject(choosable(UserFactory()))
    keys = [subject.key for subject in subjects]
    assert ("subscriptions", "reseau_subscriptions") in list(pairwise(keys))
    [mine] = [subject for subject in subjects if subject.key == "reseau_subscriptions"]
    assert mine.label == "Les réseaux que vous suivez"
    assert {kind.key for kind in mine.kinds} == {
        "reseau_subscriptions.network_close",
        "reseau_subscriptions.new_ambassador",
        "reseau_subscriptions.visit_open",
    }


def test_from_the_page_of_a_network_one_is_measured_from_ones_building(client):
    reseau = traced_reseau(distance_m=600)
    lon, lat = GRENOBLE_DEGREES
    building = CoproprieteFactory(connected_year=None, reseau=None, longitude=lon, latitude=lat)
    person = UserFactory()
    CoproprieteMember.objects.create(copropriete=building, user=person)
    client.force_login(person)
    assert "nous gardons alors sa position" in client.get(reseau.get_absolute_url()).text
    client.post(f"/reseaux/{reseau.slug}/suivre/", {"suivre": "oui"})
    row = NetworkFollow.objects.get()
    assert row.has_place
    assert row.distance_m is not None
    page = BeautifulSoup(client.get(reseau.get_absolute_url()).content, "html.parser")
    assert "de votre immeuble" in page.find(id="suivre").get_text()


@pytest.mark.parametrize(
    ("metres", "said"), [(86, "environ 90 m"), (84, "environ 80 m"), (4, "moins de 10 m")]
)
def test_one_building_reads_one_distance(client, metres, said):
    """Its own page reads metres; the network followed, the same to ten metres, though the place
    that is kept is rounded."""
    reseau, person = traced_reseau(distance_m=metres), UserFactory()
    lon, lat = GRENOBLE_DEGREES
    building = create_building(
        actor=person,
        name="Les Tilleuls",
        commune=Commune.objects.get(pk="38185"),
        longitude=lon,
        latitude=lat,
    )
    assert building.distance_m == metres
    client.force_login(person)
    client.post(f"/reseaux/{reseau.slug}/suivre/", {"suivre": "oui"})
    assert NetworkFollow.objects.get().distance_m == about(metres)
    for page in (reseau.get_absolute_url(), "/communaute/suivies/"):
        shown = BeautifulSoup(client.get(page).content, "html.parser").get_text(" ", strip=True)
        assert f"à {said}" in shown.replace("\xa0", " ")


def test_an_address_tested_counts_before_ones_building():
    reseau, person = ReseauFactory(), UserFactory()
    building = CoproprieteFactory(connected_year=None, reseau=None, longitude=5.7, latitude=45.2)
    CoproprieteMember.objects.create(copropriete=building, user=person)
    set_following(actor=person, reseau=reseau, follows=True, place=GRENOBLE_DEGREES)
    tested = NetworkFollow.objects.get()
    set_following(actor=person, reseau=reseau, follows=True)
    again = NetworkFollow.objects.get()
    assert (again.x, again.y) == (tested.x, tested.y)


def test_without_a_known_building_it_is_said(client, reseau, follower):
    client.force_login(follower)
    page = BeautifulSoup(client.get(reseau.get_absolute_url()).content, "html.parser")
    line = page.find(id="suivre")
    assert "Nous ne savons pas où est votre immeuble" in line.get_text()
    assert line.find("a", string="testez son adresse")
