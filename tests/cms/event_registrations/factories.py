"""Events where one registers here, and who comes, for tests."""

from datetime import timedelta

from django.utils import timezone

from cms.event_registrations.models import Registration
from cms.event_registrations.notify import path_of, token_of
from cms.event_registrations.services import ask, confirm, register
from cms.pages.models import EventPage
from tests.cms.pages.factories import make_event
from tests.communaute.comptes.factories import UserFactory

AHEAD = timedelta(days=10)


def make_open(places=None, **fields):
    """An event to come, where one registers here; ten days ahead unless told otherwise."""
    starts_at = fields.pop("starts_at", None) or timezone.now() + AHEAD
    given = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    return make_event(**given | {"registers_here": True, "places": places} | fields)


def asked(event=None, email="monique@exemple.test", name="Monique"):
    """A registration that its address has not confirmed."""
    event = event or make_open()
    ask(event=event, email=email, name=name)
    return Registration.objects.get(event=event, email=email)


def joined(event=None, email="monique@exemple.test", name="Monique"):
    """One that its address confirmed."""
    return confirm(token=token_of(asked(event, email, name)))


def joined_by(person=None, event=None):
    """One of an account."""
    return register(actor=person or UserFactory(), event=event or make_open())


def link(row):
    return path_of(row)


def change(event, **fields):
    """What the editors publish."""
    page = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)
