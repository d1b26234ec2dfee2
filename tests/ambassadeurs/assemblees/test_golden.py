"""The words of the whole PDF of one building, kept in `golden.txt`: a change of them is seen.

To renew it after a change that is meant, then read what changed:
RENEW_GOLDEN=1 .venv/bin/pytest tests/ambassadeurs/assemblees/test_golden.py -n 0; git diff
"""

import io
import os
import re
from datetime import date, time
from pathlib import Path

import pytest
from django.utils import timezone
from pypdf import PdfReader

from ambassadeurs.assemblees.dossier.amounts import written
from ambassadeurs.assemblees.dossier.exports import as_pdf
from ambassadeurs.assemblees.models import Dossier
from ambassadeurs.coproprietes.enums import FigureKey
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    RetourFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory

from .dossiers import DAY, WHOLE, plain
from .factories import AssembleeFactory, project_of

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).with_name("golden.txt")
MEETING = {
    "meeting_on": date(2027, 3, 10),
    "meeting_hour": time(19),
    "meeting_place": "Salle des fêtes, 3 rue du Marché",
}
WITNESS = 4242


@pytest.fixture
def dossier(settings):
    """That of a building of which everything is told, and of which nothing depends on the day, the
    machine or the other tests."""
    settings.BASE_URL = "https://site.test"
    network = ReseauFactory(name="Réseau des Alpes", identifiant="3801C", slug="3801c")
    building = project_of(
        name="Les Tilleuls", syndic_name="Cabinet Exemple", nearest_reseau=network
    )
    connected = CoproprieteFactory(pk=WITNESS, name="Le Parc", reseau=network, connected_year=2021)
    AmbassadeurFactory(copropriete=connected, first_name="Monique")
    sheet = RetourFactory(
        copropriete=connected, published=True, quote="On a bien dormi.", again="oui"
    )
    for key, value in ((FigureKey.COST_BEFORE, 1150), (FigureKey.COST_AFTER, 890)):
        FigureFactory(retour=sheet, key=key, value=value)
    assembly = AssembleeFactory(copropriete=building, held_on=DAY)
    numbers = written(WHOLE | MEETING)
    return Dossier.objects.create(assemblee=assembly, numbers=numbers, edited_at=timezone.now())


def _row(row):
    """A line without what is only layout: kinds of spaces, dots that lead to a page."""
    return re.sub(r"( \.)+ ", " … ", " ".join(plain(row).split()))


def test_the_pdf_says_what_it_said(dossier):
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(as_pdf(dossier)[0])).pages]
    said = "\n\n".join("\n".join(filter(None, map(_row, page.splitlines()))) for page in pages)
    said += "\n"
    if os.environ.get("RENEW_GOLDEN"):
        KEPT.write_text(said, encoding="utf-8")
    assert said == KEPT.read_text(encoding="utf-8")
