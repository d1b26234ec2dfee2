"""Connected copropriétés and ambassadors for tests, in Grenoble unless told otherwise.

CoproprieteFactory()                          without ambassador: not public
AmbassadeurFactory()                          verified, for two more years: public
AmbassadeurFactory(pending=True | refused=True | withdrawn=True | expired=True)
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.coproprietes.enums import AmbassadeurRole, AmbassadeurStatus
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory


class CoproprieteFactory(DjangoModelFactory):
    class Meta:
        model = Copropriete

    name = factory.Sequence(lambda n: f"Résidence n° {n}")
    reseau = factory.SubFactory(ReseauFactory)
    commune_id = "38185"
    address = "12 rue Secrète"
    lots = 60
    period = "DE_1961_A_1974"
    former_energy = "fioul"
    connected_year = 2022
    cost_before = 1400
    cost_after = 1100
    cost_years = "2021 et 2024"
    quote = "Un hiver sans panne."
    story_why = "La chaudière était vieille.\n\nElle est tombée en panne."


class AmbassadeurFactory(DjangoModelFactory):
    class Meta:
        model = Ambassadeur

    class Params:
        pending = factory.Trait(status=AmbassadeurStatus.PENDING, verified_at=None, expires_at=None)
        refused = factory.Trait(status=AmbassadeurStatus.REFUSED, verified_at=None, expires_at=None)
        withdrawn = factory.Trait(status=AmbassadeurStatus.WITHDRAWN)
        expired = factory.Trait(
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))
        )

    user = factory.SubFactory(UserFactory)
    copropriete = factory.SubFactory(CoproprieteFactory)
    first_name = "Monique"
    role = AmbassadeurRole.CONSEIL_SYNDICAL
    status = AmbassadeurStatus.VERIFIED
    verified_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=730))


HIDDEN_TRAITS = ("pending", "refused", "withdrawn", "expired")
