"""Visits and places for tests: in ten days, 60 minutes, 2 places, unless told otherwise."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.demandes.enums import ClockStep
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.models import Booking, Survey, Visit
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import ModeratedFactory


class VisitFactory(ModeratedFactory):
    class Meta:
        model = Visit

    ambassadeur = factory.SubFactory(AmbassadeurFactory)
    author = factory.SelfAttribute("ambassadeur.user")
    commune = factory.SelfAttribute("ambassadeur.copropriete.commune")
    departement = factory.SelfAttribute("commune.departement")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    minutes = 60
    places = 2
    meeting_point = "Devant le portail bleu"


class BookingFactory(DjangoModelFactory):
    class Meta:
        model = Booking

    visit = factory.SubFactory(VisitFactory)
    user = factory.SubFactory(UserFactory)
    state = BookingState.CONFIRMED


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = Survey

        exclude = ["booking"]

    class Params:
        # Of a visitor, about a visit booked outside any thread.
        of_visit = factory.Trait(
            booking=factory.SubFactory(BookingFactory, state=BookingState.ATTENDED),
            demande=None,
            visit=factory.SelfAttribute("booking.visit"),
            user=factory.SelfAttribute("booking.user"),
        )

    demande = factory.SubFactory(DemandeFactory)
    user = factory.SelfAttribute("demande.requester")
    step = ClockStep.SURVEY_J2
