"""The assembly of a building where each dwelling has its heating."""

import pytest

from ambassadeurs.assemblees.dossier import services
from tests import clock
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import WHOLE, page_of

pytestmark = pytest.mark.django_db


def test_the_calendar_of_individual_heating_has_the_days_of_any_assembly(
    client, member, assembly, monkeypatch
):
    clock.stop(monkeypatch)
    client.force_login(member)
    common = {
        *("Demander l’offre à l’exploitant", "offres de certificats", "Si le tiers n’est pas"),
        *("Les travaux peuvent commencer", "refus d’un emprunt", "a payé sa part"),
    }
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE | {"wants_loan": True})
    pages = [page_of(assembly), page_of(assembly, "agenda.ics")]
    assert {one for one in common if one in read_page(client.get(pages[0]))} == common
    assembly.copropriete.heating_mode = "individuel"
    assembly.copropriete.save()
    for page in pages:
        text = client.get(page).text
        assert not [one for one in common if one in text]
        assert "Convocation notifiée au plus tard" in text
        assert "Fin de la contestation" in text
