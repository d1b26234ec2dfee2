"""What the demonstration shows of assemblies, and what its whole kit costs."""

import time

from ambassadeurs.assemblees.dossier.exports import as_pdf
from ambassadeurs.assemblees.enums import Result
from ambassadeurs.assemblees.models import AskedBefore, Assemblee, Dossier
from socle.buildings import Stage
from tests.ambassadeurs.simulation.test_views import text_of

# Of processor: what the machine does beside it is not counted.
SECONDS, BYTES = 10, 300_000


def check_assemblies(client):
    """An assembly that adopted and its dates, papers said sent, a question that waits for an
    answer; the whole kit made in time, and light."""
    held = Assemblee.objects.exclude(result="").get()
    assert (held.result, held.copropriete.stage) == (Result.ADOPTED_SECOND, Stage.VOTE)
    client.force_login(held.told_by)
    page = text_of(client.get(held.get_absolute_url()))
    assert "le raccordement est adopté au second vote" in page
    assert "les dates d’après le vote" in page
    kept = Dossier.objects.get()
    assert kept.sent_on and kept.frozen["figures"] and not kept.assemblee.is_past
    client.force_login(kept.edited_by)
    page = text_of(client.get(f"{kept.assemblee.get_absolute_url()}{kept.assemblee_id}/dossier/"))
    assert "Demande dite envoyée au syndic" in page
    assert "Trop tard" not in page
    assert AskedBefore.objects.get().answer == ""
    client.logout()
    began = time.process_time()
    made, removed = as_pdf(kept)
    assert time.process_time() - began <= SECONDS
    assert (len(made) <= BYTES, removed) == (True, 0)
