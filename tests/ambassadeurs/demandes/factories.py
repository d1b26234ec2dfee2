"""Mises en relation for tests, in Grenoble, waiting for an answer unless told otherwise.

DemandeFactory()                        to an ambassador
DemandeFactory(exploitant=True)         to an operator, with consent and a network of its own
DemandeFactory(agence=True)             to an agency of Isère
"""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.potential import desk_columns
from communaute.comptes.enums import OrganisationKind
from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

SENT = {
    "commune": "38185",
    "name": "Les Tilleuls",
    "lots": 60,
    "dwellings": 58,
    "energy": "gaz",
    "boiler_year": 1998,
    "distance": 93,
    "network": "Réseau de Grenoble",
}


class DemandeFactory(DjangoModelFactory):
    class Meta:
        model = Demande

    class Params:
        exploitant = factory.Trait(
            kind=Kind.EXPLOITANT,
            purpose=Purpose.RENDEZ_VOUS,
            ambassadeur=None,
            organisation=factory.SubFactory(OrganisationFactory, kind=OrganisationKind.EXPLOITANT),
            reseau=factory.SubFactory(
                ReseauFactory, exploitant=factory.SelfAttribute("..organisation")
            ),
            consent_text="J’accepte.",
            consent_version="essai",
            consent_at=factory.LazyAttribute(lambda _: timezone.now()),
        )
        agence = factory.Trait(
            kind=Kind.AGENCE,
            purpose=Purpose.CONSEIL,
            ambassadeur=None,
            organisation=factory.SubFactory(OrganisationFactory, covers=["38"]),
            reseau=None,
        )
        columns = factory.LazyAttribute(
            lambda made: desk_columns(made.sent, Commune.objects.filter(pk=made.commune_id).first())
        )

    kind = Kind.AMBASSADEUR
    purpose = Purpose.QUESTION
    requester = factory.SubFactory(UserFactory)
    copropriete = factory.SubFactory(
        CoproprieteFactory, connected_year=None, reseau=None, name="Nom jamais envoyé"
    )
    ambassadeur = factory.SubFactory(AmbassadeurFactory)
    reseau = factory.LazyAttribute(lambda made: made.ambassadeur.copropriete.reseau)
    commune_id = "38185"
    departement_id = "38"
    sent = factory.LazyFunction(lambda: dict(SENT))
    created_at = factory.LazyAttribute(lambda _: timezone.now())
    last_act_at = factory.SelfAttribute("created_at")
    sent_dwellings = factory.LazyAttribute(lambda made: made.columns["sent_dwellings"])
    sent_distance_m = factory.LazyAttribute(lambda made: made.columns["sent_distance_m"])
    sent_boiler_year = factory.LazyAttribute(lambda made: made.columns["sent_boiler_year"])
    sent_energy = factory.LazyAttribute(lambda made: made.columns["sent_energy"])
    sent_text = factory.LazyAttribute(lambda made: made.columns["sent_text"])
