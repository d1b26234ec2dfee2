"""People and buildings for the tests of requests."""

import uuid

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.enums import Kind, Purpose
from ambassadeurs.demandes.models import Demande, Message
from ambassadeurs.demandes.services.demandes import open_demande
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

# What a private message says that moderation reads on purpose only.
SECRET = "Mon beau-frère vend des chaudières à condensation."


def asker(**facts):
    """A person and their building, which is not connected: (user, copropriete)."""
    user = UserFactory(display_name="Gérard M.")
    facts = {"connected_year": None, "reseau": None, "name": "Le Parc", "lots": 58} | facts
    copropriete = CoproprieteFactory(current_energy="gaz", former_energy="", **facts)
    CoproprieteMember.objects.create(copropriete=copropriete, user=user)
    return user, copropriete


def operator_of_network():
    """An operator and a network of theirs: (organisation, reseau)."""
    organisation = OrganisationFactory(kind="exploitant", name="Chaleur SA")
    return organisation, ReseauFactory(exploitant=organisation)


def ask(user, copropriete, **changes):
    """Open a request; to a new ambassador unless told otherwise."""
    values = {
        "kind": Kind.AMBASSADEUR,
        "purpose": Purpose.QUESTION,
        "message": "Combien de temps ont duré les travaux ?",
        "share": {"commune", "lots"},
        "submission_key": uuid.uuid4(),
    } | changes
    if values["kind"] == Kind.AMBASSADEUR and "ambassadeur" not in values:
        values["ambassadeur"] = AmbassadeurFactory()
    return open_demande(actor=user, copropriete=copropriete, **values)


def ask_operator(user, copropriete, **changes):
    organisation, reseau = operator_of_network()
    values = {
        "kind": Kind.EXPLOITANT,
        "purpose": Purpose.DEVIS,
        "organisation": organisation,
        "reseau": reseau,
        "consent": True,
    }
    return ask(user, copropriete, **(values | changes))


def minutes_over():
    """As if what organisations have just done could not be taken back any more: it is shown."""
    Message.objects.update(shown_from=None)
    Demande.objects.update(told_from=None)
