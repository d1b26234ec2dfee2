import pytest

from ambassadeurs.demandes.services.reports import report_message
from communaute.moderation.models import Case
from tests.communaute.comptes.factories import UserFactory

from .asking import SECRET, ask, asker


@pytest.fixture
def demande(db):
    """A question to an ambassador."""
    return ask(*asker())


@pytest.fixture
def case():
    """The case of a private message that its reader reported, and quoted to say why; the team is
    told of it."""
    UserFactory(equipe=True)
    demande = ask(*asker(), message=SECRET)
    report_message(
        actor=demande.ambassadeur.user,
        message=demande.messages.get(),
        category="illegal",
        explanation=f"Une publicité : « {SECRET} »",
    )
    return Case.objects.get()
