"""Assemblies for tests, of a project in Grenoble.

AssembleeFactory()                  to prepare, in 60 days
AssembleeFactory(past=True)         held 3 days ago, of which nobody said how it went
AssembleeFactory(adopted=True)      held 3 days ago, and adopted
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.assemblees.enums import Result, State
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.coproprietes.models import CoproprieteMember
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


class AssembleeFactory(DjangoModelFactory):
    class Meta:
        model = Assemblee

    class Params:
        past = factory.Trait(held_on=factory.LazyFunction(lambda: in_days(-3)))
        adopted = factory.Trait(
            past=True,
            state=State.HELD,
            result=Result.ADOPTED,
            told_at=factory.LazyAttribute(lambda _: timezone.now()),
        )

    copropriete = factory.SubFactory(CoproprieteFactory, connected_year=None, reseau=None)
    held_on = factory.LazyFunction(lambda: in_days(60))


def project_of(*people, **fields):
    """A project in which these people take part."""
    building = CoproprieteFactory(connected_year=None, reseau=None, **fields)
    for one in people:
        CoproprieteMember.objects.create(copropriete=building, user=one)
    return building
