"""Pages of visits and surveys, as each person gets them."""

import re
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking, Visit
from communaute.comptes.models import Connection
from communaute.moderation.enums import SanctionKind
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import DAY, sanctioned
from tests.socle.test_ics import fields

from .factories import BookingFactory, SurveyFactory, VisitFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
PLACE = "Devant le portail bleu"


def url(visit, act=""):
    return f"{visit.get_absolute_url()}{act}"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def slot(**fields):
    day = timezone.localdate() + timedelta(days=20)
    data = {"day": day, "at": "10:30", "minutes": 60, "places": 4, "meeting_point": PLACE}
    return data | {"language": "français"} | fields


def test_a_host_opens_a_slot(client):
    ambassadeur = AmbassadeurFactory()
    client.force_login(ambassadeur.user)
    response = client.post("/visites/proposer/", slot())
    visit = Visit.objects.get()
    assert response["Location"] == visit.get_absolute_url()
    assert visit.starts_at.astimezone(PARIS).strftime("%H:%M") == "10:30"
    assert f"{visit.starts_at:%Y}" in page(client, "/visites/")
    # What is public says where from, for a year: opened, then changed.
    client.post(url(visit, "modifier/"), slot(at="11:30"))
    assert (
        list(Connection.objects.values_list("account_number", "object_id"))
        == [(ambassadeur.user_id, visit.pk)] * 2
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"day": ""}, 422),
        ({"minutes": 121}, 422),
        ({"minutes": "x"}, 422),
        # The hour that does not exist, and the one that exists twice.
        ({"day": "2027-03-28", "at": "02:30"}, 422),
        ({"day": "2027-10-31", "at": "02:30"}, 422),
        ({"day": "0001-01-01"}, 422),
        # The form reads it, and a rule refuses it.
        ({"day": "9999-12-31", "at": "23:59"}, 409),
        ({"places": 10**30}, 409),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(client, fields, status):
    client.force_login(AmbassadeurFactory().user)
    response = client.post("/visites/proposer/", slot(**fields))
    assert response.status_code == status
    assert PLACE in response.content.decode()
    assert "Il reste quelque chose à corriger" in response.content.decode()
    assert not Visit.objects.exists()


def test_somebody_without_a_mandate_is_told_what_to_do(client):
    client.force_login(UserFactory())
    response = client.get("/visites/proposer/")
    assert response.status_code == 403
    assert "Vous ne pouvez pas proposer de visite" in response.content.decode()
    client.force_login(AmbassadeurFactory(paused_until=timezone.localdate()).user)
    assert client.post("/visites/proposer/", slot()).status_code == 403
    assert not Visit.objects.exists()


def test_the_mandate_is_chosen_among_one_s_own(client):
    first = AmbassadeurFactory()
    second = AmbassadeurFactory(user=first.user)
    other = AmbassadeurFactory()
    client.force_login(first.user)
    client.post(f"/visites/proposer/?mandat={second.pk}", slot())
    assert Visit.objects.get().ambassadeur == second
    client.post(f"/visites/proposer/?mandat={other.pk}", slot(at="15:00"))
    assert Visit.objects.order_by("pk").last().ambassadeur == first


def test_anybody_sees_the_slot_without_the_place(client):
    visit = VisitFactory()
    text = page(client, url(visit))
    assert visit.ambassadeur.copropriete.name in text
    assert "Me connecter pour réserver" in text
    assert PLACE not in text
    assert visit.ambassadeur.user.email not in text
    assert visit.ambassadeur.user.display_name not in text


def test_booking_then_giving_up(client):
    visit, guest = VisitFactory(), UserFactory()
    client.force_login(guest)
    assert "Réserver ma place" in page(client, url(visit))
    client.post(url(visit, "reserver/"))
    text = page(client, url(visit))
    assert "Votre place est réservée" in text
    assert PLACE not in text
    assert visit.ambassadeur.copropriete.name in page(client, "/visites/")
    client.post(url(visit, "renoncer/"))
    assert "Réserver ma place" in page(client, url(visit))


def test_the_place_appears_24_hours_before(client):
    booking = BookingFactory(visit__starts_at=timezone.now() + timedelta(hours=23, minutes=59))
    client.force_login(booking.user)
    assert PLACE in page(client, url(booking.visit))
    client.force_login(UserFactory())
    assert PLACE not in page(client, url(booking.visit))


@pytest.mark.parametrize(
    ("days", "said"), [(-3, "Pas encore indiqué"), (6, "Non indiqué"), (8, "Effacé 7 jours après")]
)
def test_a_missing_place_is_explained_to_the_host(client, days, said):
    held = timezone.now() - timedelta(days=days)
    visit = VisitFactory(meeting_point="", starts_at=held)
    client.force_login(visit.ambassadeur.user)
    assert said in page(client, url(visit))


def test_a_full_visit_offers_the_waiting_list(client):
    visit = VisitFactory(places=1)
    BookingFactory(visit=visit)
    guest = UserFactory()
    client.force_login(guest)
    assert "M’inscrire sur la liste d’attente" in page(client, url(visit))
    client.post(url(visit, "reserver/"))
    assert Booking.objects.get(user=guest).state == BookingState.WAITING_LIST
    assert client.get(url(visit, "visite.ics")).status_code == 404
    assert "La prochaine place libre est pour vous" in page(client, url(visit))
    first = BookingFactory(visit=visit, state=BookingState.WAITING_LIST).user
    Booking.objects.exclude(user=guest).update(booked_at=visit.created_at)
    assert "1 personne attend avant vous" in page(client, url(visit))
    sanctioned(SanctionKind.MESSAGES, DAY, case=CaseFactory(content__author=first))
    assert "La prochaine place libre est pour vous" in page(client, url(visit))
    client.force_login(first)
    assert "vont aux personnes suivantes. Vous gardez" in page(client, url(visit))


def test_a_place_taken_late_says_no_reminder_and_no_fault(client):
    visit, guest = VisitFactory(starts_at=timezone.now() + timedelta(hours=20)), UserFactory()
    client.force_login(guest)
    assert "compte comme une absence" not in page(client, url(visit))
    client.post(url(visit, "reserver/"))
    text = page(client, url(visit))
    assert "Un rappel vous sera envoyé" not in text
    assert "cela ne compte pas comme une absence" in text
    Booking.objects.update(reminded_at=None)
    assert "de la visite, cela compte comme une absence" in page(client, url(visit))


@pytest.mark.parametrize(
    ("minutes", "state", "said"),
    [
        (30, BookingState.CONFIRMED, "Visite en cours"),
        (90, BookingState.CONFIRMED, "Visite passée"),
        (90, BookingState.ATTENDED, "Une question après la visite"),
        (90, BookingState.ABSENT, "C’est une erreur"),
    ],
)
def test_a_visit_begun_leads_back_to_its_host(client, minutes, state, said):
    visit = VisitFactory(starts_at=timezone.now() - timedelta(minutes=minutes), places=3)
    booking = BookingFactory(visit=visit, state=state)
    client.force_login(booking.user)
    text = page(client, url(visit))
    assert said in text
    assert f"/mises-en-relation/nouvelle/?a=ambassadeur&amp;id={visit.ambassadeur_id}" in text
    assert "sur 3" not in text
    booking.demande = DemandeFactory(ambassadeur=visit.ambassadeur, requester=booking.user)
    booking.save()
    assert booking.demande.get_absolute_url() in page(client, url(visit))
    client.force_login(UserFactory())
    assert "Écrire à" not in page(client, url(visit))


@pytest.mark.parametrize("act", ["modifier/", "annuler/", "presences/"])
def test_only_the_host_acts_on_a_slot(client, act):
    visit = VisitFactory()
    client.force_login(BookingFactory(visit=visit).user)
    assert client.get(url(visit, act)).status_code == 403
    assert client.post(url(visit, act), slot()).status_code == 403
    client.force_login(visit.ambassadeur.user)
    Visit.objects.update(starts_at=timezone.now() + timedelta(hours=-1 if "pres" in act else 24))
    assert client.get(url(visit, act)).status_code == 200


def test_a_visit_of_a_host_who_left_is_for_those_who_booked(client):
    booking = BookingFactory(visit__ambassadeur=AmbassadeurFactory(withdrawn=True))
    assert client.get(url(booking.visit)).status_code == 404
    client.force_login(UserFactory())
    assert client.post(url(booking.visit, "reserver/")).status_code == 404
    client.force_login(booking.user)
    shown = page(client, url(booking.visit))
    assert "Voir les autres copropriétés raccordées" in shown
    gone = booking.visit.ambassadeur.copropriete.get_absolute_url()
    assert gone not in client.get(url(booking.visit)).text


def test_the_host_cancels_with_a_word_and_says_who_came(client):
    visit = VisitFactory()
    client.force_login(visit.ambassadeur.user)
    client.post(url(visit, "annuler/"), {"note": "Fuite d’eau."})
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED

    past = BookingFactory(visit__starts_at=timezone.now() - timedelta(hours=3))
    client.force_login(past.visit.ambassadeur.user)
    assert past.user.display_name in page(client, url(past.visit, "presences/"))
    client.post(url(past.visit, "presences/"), {"held": "oui", "present": []})
    past.refresh_from_db()
    assert past.state == BookingState.ABSENT
    client.post(url(past.visit, "presences/"), {"held": "non"})
    assert "Corriger qui est venu" in page(client, url(past.visit))
    form = page(client, url(past.visit, "presences/"))
    assert past.user.display_name in form
    assert re.search(r'value="non"[^>]*checked', form)
    other = BookingFactory()
    bad = client.post(url(past.visit, "presences/"), {"held": "oui", "present": [other.pk]})
    assert bad.status_code == 422


def test_the_calendar_file_follows_the_visit(client):
    booking = BookingFactory(
        visit__starts_at=datetime(2099, 10, 25, 10, 0, tzinfo=PARIS), visit__minutes=90
    )
    visit = booking.visit
    client.force_login(booking.user)
    response = client.get(url(visit, "visite.ics"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    first = fields(response.content)
    assert (first["DTSTART"], first["DTEND"]) == ("20991025T090000Z", "20991025T103000Z")
    assert first["LOCATION"] == "Grenoble"
    assert first["DESCRIPTION"].startswith("Le lieu de rendez-vous vous est envoyé par courriel")
    assert PLACE not in response.text
    client.force_login(visit.ambassadeur.user)
    assert fields(client.get(url(visit, "visite.ics")).content)["LOCATION"] == PLACE
    client.post(url(visit, "annuler/"), {"note": ""})
    client.force_login(booking.user)
    last = fields(client.get(url(visit, "visite.ics")).content)
    assert last["UID"] == first["UID"]
    assert int(last["SEQUENCE"]) > int(first["SEQUENCE"])
    assert last["METHOD"] == "CANCEL"


def test_the_agency_accepts_from_its_page(client):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    BookingFactory.create_batch(
        2,
        user=booking.user,
        state=BookingState.ABSENT,
        visit__starts_at=timezone.now() - timedelta(days=5),
    )
    client.force_login(UserFactory(agence=True))
    text = page(client, "/visites/a-valider/")
    assert "2 absences en 6 mois" in text
    decide = f"/visites/inscriptions/{booking.pk}/decider/"
    client.post(decide, {"accepted": "peut-être"})
    booking.refresh_from_db()
    assert booking.state == BookingState.REQUESTED
    client.post(decide, {"accepted": "oui"})
    booking.refresh_from_db()
    assert booking.state == BookingState.CONFIRMED
    assert "Rien à valider" in page(client, "/visites/a-valider/")


def test_an_agency_elsewhere_decides_nothing(client):
    booking = BookingFactory(state=BookingState.REQUESTED, needs_approval=True)
    client.force_login(UserFactory(agence_ailleurs=True))
    assert booking.user.display_name not in page(client, "/visites/a-valider/")
    decide = f"/visites/inscriptions/{booking.pk}/decider/"
    assert client.post(decide, {"accepted": "oui"}).status_code == 404


def survey_url(survey):
    return f"/enquetes/{survey.token}/"


def test_a_survey_is_answered_by_post_without_signing_in(client):
    survey = SurveyFactory()
    assert client.head(survey_url(survey)).status_code == 200
    assert "Où en êtes-vous de votre projet" in page(client, survey_url(survey))
    survey.refresh_from_db()
    assert survey.answered_at is None
    data = {"helpful": "oui", "stage": "vote", "comment": "Très bien"}
    assert client.post(survey_url(survey), data).status_code == 302
    survey.refresh_from_db()
    assert (survey.helpful, survey.stage, survey.comment) == (True, "vote", "Très bien")
    assert "Merci" in page(client, survey_url(survey))
    again = client.post(survey_url(survey), data | {"helpful": "non", "stage": "idee"}, follow=True)
    assert "votre première réponse reste" in again.text
    survey.refresh_from_db()
    assert (survey.helpful, survey.stage) == (True, "vote")


@pytest.mark.parametrize(
    "data", [{}, {"helpful": "bof", "stage": "vote"}, {"helpful": "oui", "stage": "lune"}]
)
def test_a_survey_badly_filled_is_shown_again(client, data):
    survey = SurveyFactory()
    assert client.post(survey_url(survey), data).status_code == 422
    survey.refresh_from_db()
    assert survey.answered_at is None


def test_the_ambassador_is_asked_in_other_words_and_an_unknown_link_is_404(client):
    survey = SurveyFactory(demande__requester__display_name="Gérard M.")
    survey.user = survey.demande.ambassadeur.user
    survey.save()
    text = page(client, survey_url(survey))
    assert "avec Gérard M., du" in text
    assert "où en est cette copropriété" in text
    assert survey.demande.copropriete.name not in text
    assert client.get(f"/enquetes/{uuid.uuid4()}/").status_code == 404


def test_a_survey_about_a_visit_speaks_of_it_to_the_visitor_and_to_the_host(client):
    start = datetime(2026, 9, 12, 10, 0, tzinfo=PARIS)
    survey = SurveyFactory(of_visit=True, booking__visit__starts_at=start)
    name = survey.visit.ambassadeur.copropriete.name
    text = page(client, survey_url(survey))
    assert f"votre visite de « {name} », le 12 septembre 2026." in text
    assert "Cette visite vous a-t-elle aidé" in text
    survey.user = survey.visit.ambassadeur.user
    survey.save()
    text = page(client, survey_url(survey))
    assert "la visite du 12 septembre 2026, que vous avez proposée." in text
    assert "où en sont vos visiteurs" in text
    data = {"helpful": "non", "stage": "inconnu", "comment": ""}
    assert client.post(survey_url(survey), data).status_code == 302
    survey.refresh_from_db()
    assert (survey.helpful, survey.stage) == (False, "inconnu")


@pytest.mark.parametrize("rows", [1, 12])
def test_the_same_queries_at_one_row_and_at_many(client, django_assert_max_num_queries, rows):
    ambassadeur = AmbassadeurFactory()
    VisitFactory.create_batch(rows, ambassadeur=ambassadeur)
    BookingFactory.create_batch(rows, user=ambassadeur.user)
    BookingFactory.create_batch(rows, visit=ambassadeur.visits.first())
    client.force_login(ambassadeur.user)
    client.get("/visites/")
    with django_assert_max_num_queries(9):
        client.get("/visites/")
    with django_assert_max_num_queries(10):
        client.get(ambassadeur.visits.first().get_absolute_url())


def test_the_page_of_the_building_shows_the_next_visits_only(client):
    ambassadeur = AmbassadeurFactory()
    soon = VisitFactory(ambassadeur=ambassadeur, places=1)
    BookingFactory(visit=soon)
    hidden = [
        VisitFactory(ambassadeur=ambassadeur, state=VisitState.CANCELLED),
        VisitFactory(ambassadeur=ambassadeur, starts_at=timezone.now() - timedelta(minutes=1)),
        VisitFactory(),
    ]
    text = page(client, ambassadeur.copropriete.get_absolute_url())
    assert soon.get_absolute_url() in text
    assert "complet, liste d’attente" in text
    assert PLACE not in text
    assert not any(visit.get_absolute_url() in text for visit in hidden)


def test_booking_refreshes_the_page_that_strangers_get(client, django_capture_on_commit_callbacks):
    visit = VisitFactory(places=1)
    address = visit.ambassadeur.copropriete.get_absolute_url()
    assert "des places libres" in page(client, address)
    guest = UserFactory()
    client.force_login(guest)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(visit, "reserver/"))
    client.logout()
    assert "complet, liste d’attente" in page(client, address)
