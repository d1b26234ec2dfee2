"""Connected copropriétés and ambassadors for tests, in Grenoble unless told otherwise.

CoproprieteFactory()                          without ambassador: not public
AmbassadeurFactory()                          verified, for two more years: public
AmbassadeurFactory(pending=True | refused=True | withdrawn=True | expired=True)
"""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.coproprietes.enums import AmbassadeurRole, AmbassadeurStatus, RetourState
from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    Copropriete,
    Figure,
    Photo,
    RetourExperience,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import ModeratedFactory


class CoproprieteFactory(DjangoModelFactory):
    class Meta:
        model = Copropriete

    name = factory.Sequence(lambda n: f"Résidence n° {n:05}")
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


class AmbassadeurFactory(DjangoModelFactory):
    class Meta:
        model = Ambassadeur

    class Params:
        pending = factory.Trait(status=AmbassadeurStatus.PENDING, verified_at=None, expires_at=None)
        refused = factory.Trait(status=AmbassadeurStatus.REFUSED, verified_at=None, expires_at=None)
        withdrawn = factory.Trait(status=AmbassadeurStatus.WITHDRAWN)
        closed_account = factory.Trait(user__is_active=False)
        with_proof = factory.Trait(
            proof=factory.django.FileField(filename="x.pdf", data=b"%PDF-1.7\n"),
            proof_name="facture.pdf",
        )
        expired = factory.Trait(
            expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=1))
        )

    user = factory.SubFactory(UserFactory)
    copropriete = factory.SubFactory(CoproprieteFactory)
    first_name = "Monique"
    role = AmbassadeurRole.CONSEIL_SYNDICAL
    status = AmbassadeurStatus.VERIFIED
    verified_at = factory.LazyAttribute(lambda _: timezone.now())
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=730))


HIDDEN_TRAITS = ("pending", "refused", "withdrawn", "expired", "closed_account")


class RetourFactory(ModeratedFactory):
    """A draft, of a copropriété that its public ambassador speaks for: `author` is that person.

    RetourFactory(proposed=True | published=True)
    """

    class Meta:
        model = RetourExperience
        exclude = ("mandate",)

    class Params:
        mandate = factory.SubFactory(AmbassadeurFactory)
        proposed = factory.Trait(
            state=RetourState.PROPOSED, proposed_at=factory.LazyAttribute(lambda _: timezone.now())
        )
        published = factory.Trait(
            state=RetourState.PUBLISHED,
            published_at=factory.LazyAttribute(lambda _: timezone.now()),
        )

    copropriete = factory.LazyAttribute(lambda retour: retour.mandate.copropriete)
    author = factory.LazyAttribute(lambda retour: retour.mandate.user)
    commune_id = "38185"
    departement_id = "38"
    why = "La chaudière avait trente ans."


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = Figure

    class Params:
        with_proof = factory.Trait(
            proof=factory.django.FileField(filename="x.pdf", data=b"%PDF-1.7\n"),
            proof_name="facture.pdf",
        )

    retour = factory.SubFactory(RetourFactory)
    key = "cout_apres"
    value = 1100
    year = 2024


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = Photo

    retour = factory.SubFactory(RetourFactory, proposed=True)
    image = factory.django.ImageField(filename="x.jpg", width=40, height=30)
    alt = "La sous-station"
