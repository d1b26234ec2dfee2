"""An ambassador, or a person who asks and visits, closes their account: who counted on them
is told, and nothing of theirs stays."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    Copropriete,
    CoproprieteMember,
    RetourExperience,
)
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.stats.daily_counts import tallies_of
from ambassadeurs.visites import notify
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking, Survey
from ambassadeurs.visites.services import book_visit, needs_approval
from communaute.comptes.closing import close_account
from socle.uploads import private_storage
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    RetourFactory,
)
from tests.ambassadeurs.demandes.asking import ask, ask_operator, asker
from tests.clock import FAILED, tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails
from tests.socle.test_uploads import PDF

from .factories import BookingFactory, SurveyFactory, VisitFactory

pytestmark = pytest.mark.django_db
ADDRESS = "47 boulevard Introuvable"


def test_a_host_who_closes_cancels_and_visitors_are_told():
    booking = BookingFactory()
    host, visitor = booking.visit.ambassadeur.user, booking.user
    close_account(actor=host)
    told = visitor.notifications.get()
    assert "annulée" in told.title
    assert not Booking.objects.exists()
    assert [one.to for one in sent_mails() if "annulée" in one.subject] == [[visitor.email]]


def test_a_visitor_who_closes_gives_the_place_to_the_next_one():
    visit = VisitFactory(places=1)
    leaving = BookingFactory(visit=visit).user
    waiting = BookingFactory(visit=visit, state=BookingState.WAITING_LIST)
    close_account(actor=leaving)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.CONFIRMED
    assert visit.bookings.count() == 1


def test_a_past_visit_is_left_alone():
    booking = BookingFactory(visit__starts_at=timezone.now(), state=BookingState.ATTENDED)
    close_account(actor=booking.user)
    assert not booking.visit.ambassadeur.user.notifications.exists()


def test_mandate_proof_and_drafts_go_what_is_online_stays(django_capture_on_commit_callbacks):
    online = RetourFactory(published=True)
    mandate = Ambassadeur.objects.get()
    draft = RetourFactory(copropriete=mandate.copropriete, author=mandate.user, revises=online)
    storage = private_storage()
    name = storage.save("justificatifs/essai.pdf", BytesIO(PDF))
    Ambassadeur.objects.filter(pk=mandate.pk).update(proof=name)
    person, building = mandate.user, mandate.copropriete
    with django_capture_on_commit_callbacks(execute=True):
        close_account(actor=person)
    assert not Ambassadeur.objects.filter(user__email=person.email).exists()
    assert not RetourExperience.objects.filter(pk=draft.pk).exists()
    assert not storage.exists(name)
    online.refresh_from_db()
    assert online.author is None
    assert Copropriete.objects.filter(pk=building.pk).exists()


def test_requests_are_closed_at_once_without_what_names():
    user, building = asker(address=ADDRESS, name="Les Introuvables")
    share = {"commune", "name", "address", "lots", "email"}
    demande = ask_operator(user, building, share=share, message="Bonjour.")
    colleague = UserFactory()
    demande.organisation.memberships.create(user=colleague)
    close_account(actor=user)
    demande.refresh_from_db()
    assert demande.requester is None
    assert demande.erased_at is not None
    assert demande.sent["address"] is demande.sent["email"] is None
    told = colleague.notifications.get(title__startswith="Compte fermé")
    assert "Gérard" not in told.title + told.body
    assert "demandes_erased" not in tick(None, "demandes")


@pytest.mark.parametrize("role", ["asker", "ambassador"])
def test_phones_typed_in_messages_leave_them(role):
    user, building = asker()
    AmbassadeurFactory()
    demande = ask(user, building, message="Appelez-moi au 06 12 34 56 78, merci.")
    host = demande.ambassadeur.user
    answer = post_message(
        actor=host,
        demande=demande,
        body="Mon numéro : 06 98 76 54 32, le soir.",
        submission_key=uuid4(),
    )
    close_account(actor=user if role == "asker" else host)
    first = demande.messages.order_by("pk").first()
    answer.refresh_from_db()
    gone, stays = (first, answer) if role == "asker" else (answer, first)
    assert "06" not in gone.body
    assert "06" in stays.body


def test_a_building_without_anybody_goes_another_stays():
    user, alone = asker(name="Seule")
    shared = CoproprieteFactory(name="Partagée")
    for member in (user, UserFactory()):
        CoproprieteMember.objects.create(copropriete=shared, user=member)
    close_account(actor=user)
    assert not Copropriete.objects.filter(pk=alone.pk).exists()
    assert shared.memberships.count() == 1


def test_requests_to_an_ambassador_who_closes_go_to_another():
    user, building = asker()
    leaving, spare = AmbassadeurFactory(), AmbassadeurFactory()
    first = ask(user, building)
    left = first.ambassadeur
    close_account(actor=left.user)
    assert tick(None, "demandes")["orphans_reoffered"] == 1
    assert Demande.objects.open().get().ambassadeur in {leaving, spare} - {left}


def test_a_visit_that_took_place_outlives_its_host(client):
    survey = SurveyFactory(
        of_visit=True,
        booking__visit__state=VisitState.HELD,
        booking__visit__starts_at=timezone.now() - timedelta(days=3),
        booking__visit__ambassadeur__first_name="Zéphyrine",
        booking__visit__ambassadeur__copropriete__name="Les Introuvables",
        answered_at=timezone.now(),
        helpful=True,
    )
    visit, visitor = survey.visit, survey.user
    now = timezone.now()
    days = [timezone.localdate(now), timezone.localdate(visit.starts_at)]
    before = [tallies_of(day, now) for day in days]
    close_account(actor=visit.ambassadeur.user)
    visit.refresh_from_db()
    assert (visit.ambassadeur, visit.meeting_point) == (None, "")
    assert visit.bookings.get().state == BookingState.ATTENDED
    survey.refresh_from_db()
    assert survey.helpful
    after = [tallies_of(day, now) for day in days]
    # The account is gone with its mandate: the visit keeps its place, not the network of its host.
    assert [{key: count for key, count in one.items() if key[0] != "reseau"} for one in after] == [
        {key: count for key, count in one.items() if key[0] != "reseau"} for one in before
    ]
    client.force_login(visitor)
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "Un ancien ambassadeur" in page
    pages = page + client.get(reverse("visites:list")).content.decode()
    pages += client.get(reverse("visites:survey", args=[survey.token])).content.decode()
    assert "Zéphyrine" not in pages
    assert "Introuvables" not in pages
    assert client.get(reverse("visites:ics", args=[visit.public_id])).status_code == 404
    client.force_login(UserFactory())
    assert client.get(visit.get_absolute_url()).status_code == 404


def test_the_clock_goes_on_without_the_host():
    """The last survey asks who came; nobody is asked who came to a visit without a host."""
    began = timezone.now() - timedelta(days=91)
    held = BookingFactory(
        visit__state=VisitState.HELD, visit__starts_at=began, state=BookingState.ATTENDED
    )
    silent = BookingFactory(visit__starts_at=timezone.now() - timedelta(days=1))
    for booking in (held, silent):
        close_account(actor=booking.visit.ambassadeur.user)
    done = tick(None, "visites")
    assert FAILED not in done
    assert "outcomes_asked" not in done
    assert Survey.objects.get().user == held.user
    silent.refresh_from_db()
    assert silent.state == BookingState.CONFIRMED


def test_absences_at_visits_of_a_host_who_left_still_count():
    visitor = UserFactory()
    for days in (10, 20):
        missed = BookingFactory(
            user=visitor,
            visit__starts_at=timezone.now() - timedelta(days=days),
            visit__state=VisitState.HELD,
            state=BookingState.ABSENT,
        )
        close_account(actor=missed.visit.ambassadeur.user)
    assert needs_approval(visitor, now=timezone.now())


def test_a_visit_to_come_that_lost_its_host_otherwise_is_cancelled_by_the_clock():
    booking = BookingFactory()
    booking.visit.ambassadeur.copropriete.delete()
    assert tick(None, "visites")["visits_cancelled"] == 1
    assert booking.user.notifications.get().title == "Votre visite est annulée"


def test_the_host_no_longer_reads_the_name_of_a_visitor_who_left():
    visitor = UserFactory(display_name="Zenobie Q.")
    visit = VisitFactory()
    book_visit(actor=visitor, visit=visit)
    told = visit.ambassadeur.user.notifications
    assert any("Zenobie Q." in f"{one.title} {one.body}" for one in told.all())
    close_account(actor=visitor)
    assert not any("Zenobie Q." in f"{one.title} {one.body}" for one in told.all())


def test_the_others_no_longer_read_the_first_name_of_an_ambassador_who_left():
    user, building = asker()
    demande = ask(user, building)
    host = demande.ambassadeur
    post_message(actor=host.user, demande=demande, body="Bonjour.", submission_key=uuid4())
    notify.proposed(VisitFactory(ambassadeur=host), user)
    told = user.notifications
    assert sum(host.first_name in f"{one.title} {one.body}" for one in told.all()) == 2
    close_account(actor=host.user)
    assert not any(host.first_name in f"{one.title} {one.body}" for one in told.all())
