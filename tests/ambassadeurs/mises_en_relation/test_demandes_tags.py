import pytest

from ambassadeurs.mises_en_relation.models import Demande
from ambassadeurs.mises_en_relation.templatetags.demandes_tags import state_for


@pytest.mark.parametrize(
    ("state", "because", "sent", "received"),
    [
        ("en_attente", "", "En attente de réponse", "Attend votre réponse"),
        ("en_cours", "", "En cours", "En cours"),
        ("close", "demandeur", "Close", "Close"),
        ("close", "repropose", "Reproposée à un autre ambassadeur", None),
        # Who left is not told of themselves.
        ("close", "retrait", "Le destinataire s’est retiré", "Close"),
    ],
)
def test_where_a_request_stands_for_each_side(state, because, sent, received):
    demande = Demande(state=state, closed_because=because)
    assert (state_for(demande, "envoyees"), state_for(demande, "recues")) == (
        sent,
        received or sent,
    )
