"""The calendar file through the life of a place: one UID, a version that only grows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.visites import pages as visit_pages
from ambassadeurs.visites import services
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.models import Booking, Visit
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory, VisitFactory

pytestmark = pytest.mark.django_db


def test_the_version_grows_with_every_change_of_a_place_and_never_goes_down():
    now = timezone.now()
    visit = VisitFactory(starts_at=now + timedelta(days=10), places=1)
    guest, other, agency = UserFactory(), UserFactory(), UserFactory(agence=True)
    found = []

    def look(status, at):
        slot = Visit.objects.for_list().get(pk=visit.pk)
        booking = Booking.objects.get(visit=visit, user=guest)
        event = visit_pages.event(guest, slot, booking, at, "")
        assert event.status == status
        is_to_come = event.status != "CANCELLED" and at < visit.starts_at
        is_told_later = is_to_come and event.location != visit.meeting_point
        assert ("lieu de rendez-vous" in event.description) == is_told_later
        found.append((event.uid, event.sequence))

    def absences():
        return BookingFactory.create_batch(
            2,
            user=guest,
            state=BookingState.ABSENT,
            visit__starts_at=now - timedelta(days=5),
        )

    services.book_visit(actor=guest, visit=visit, now=now)
    look("CONFIRMED", now)
    # The place is shown, then the booking given up, which hides it again.
    soon = visit.starts_at - timedelta(hours=24)
    look("CONFIRMED", soon)
    services.give_up(actor=guest, visit=visit, now=soon)
    look("CANCELLED", soon)
    # Booked again while somebody holds the place, then promoted, under the agency's eye.
    services.book_visit(actor=other, visit=visit, now=soon)
    absences()
    services.book_visit(actor=guest, visit=visit, now=soon)
    services.give_up(actor=other, visit=visit, now=soon)
    look("TENTATIVE", soon)
    booking = Booking.objects.get(visit=visit, user=guest)
    services.decide_booking(actor=agency, booking=booking, accepted=True, now=soon)
    look("CONFIRMED", soon)
    # Begun; its host says that it did not take place.
    host, end = visit.ambassadeur.user, visit.ends_at
    services.record_attendance(actor=host, visit=visit, present=set(), held=False, now=end)
    look("CANCELLED", end)
    services.record_attendance(actor=host, visit=visit, present={booking.pk}, now=end)
    look("CONFIRMED", end)
    # The text of the place is erased seven days after.
    Visit.objects.update(meeting_point="")
    assert len({uid for uid, _ in found}) == 1
    versions = [version for _, version in found]
    assert versions == sorted(set(versions))
    look("CONFIRMED", end)
    assert found[-1] == found[-2]
