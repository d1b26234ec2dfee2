"""Buildings of a syndic for tests, in Grenoble.

ManagedBuildingFactory(organisation=…, copropriete__name="Les Lilas")
"""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.guichets.models import ManagedBuilding
from ambassadeurs.registre import index
from ambassadeurs.registre.models import RegisteredCopropriete
from socle.words import normalise
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.communaute.comptes.factories import OrganisationFactory


class ManagedBuildingFactory(DjangoModelFactory):
    class Meta:
        model = ManagedBuilding

    organisation = factory.SubFactory(OrganisationFactory, kind="syndic")
    copropriete = factory.SubFactory(CoproprieteFactory, connected_year=None, reseau=None)
    settled_at = factory.LazyAttribute(lambda _: timezone.now())


def registered(number="AA1234567", *, name="Les Lilas", address="12 rue des Lilas", **fields):
    """A line of the national register, which a search finds."""
    text = normalise(f"{number} {name} {address} grenoble")
    row = RegisteredCopropriete.objects.create(
        number=number,
        name=name,
        address=address,
        postcode="38000",
        search_text=text,
        row_hash="",
        **({"commune_id": "38185", "lots": 40, "dwellings": 38} | fields),
    )
    index.add([(number, text)])
    return row
