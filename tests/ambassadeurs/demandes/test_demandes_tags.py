import pytest

from ambassadeurs.demandes.enums import OVER
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.templatetags.demandes_tags import state_for
from communaute.comptes.models import User


@pytest.mark.parametrize("side", ["envoyees", "recues"])
@pytest.mark.parametrize("status", OVER)
def test_a_project_that_has_ended_is_not_said_in_progress(status, side):
    demande = Demande(state="en_cours", desk_status=status)
    assert state_for(demande, side) == f"Projet terminé : {status.label.lower()}"
    demande.state = "close"
    assert state_for(demande, side) == "Close"


@pytest.mark.parametrize(
    ("state", "because", "sent", "received"),
    [
        ("en_attente", "", "En attente de réponse", "Attend votre réponse"),
        ("en_cours", "", "En cours", "En cours"),
        ("close", "demandeur", "Close", "Close"),
        ("close", "repropose", "Restée sans réponse", None),
        # Who left is not told of themselves.
        ("close", "retrait", "Le destinataire s’est retiré", "Close"),
    ],
)
def test_where_a_request_stands_for_each_side(state, because, sent, received):
    demande = Demande(state=state, closed_because=because, requester=User())
    assert (state_for(demande, "envoyees"), state_for(demande, "recues")) == (
        sent,
        received or sent,
    )
