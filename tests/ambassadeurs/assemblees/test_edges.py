"""What is typed at the edges: decimals of a price."""

from decimal import Decimal

import pytest

from ambassadeurs.assemblees.dossier.amounts import read
from ambassadeurs.assemblees.dossier.papers import text_of
from ambassadeurs.assemblees.models import Dossier

from .dossiers import WHOLE, page_of, plain, typed

pytestmark = pytest.mark.django_db


def test_prices_of_an_offer_are_kept_and_printed_to_their_last_decimal(client, member, assembly):
    client.force_login(member)
    told = {name: str(value).replace(".", ",") for name, value in WHOLE.items()}
    told |= {"r1": "52,347", "r2": "62,1234 €/kW"}
    assert client.post(page_of(assembly), typed(client.get(page_of(assembly)), **told)).url
    numbers = read(Dossier.objects.get().numbers)
    assert (numbers.r1, numbers.r2) == (Decimal("52.347"), Decimal("62.1234"))
    said = plain(text_of("resolutions", assembly, numbers))
    assert "R1 52,347 € HT par MWh, R2 62,1234 € HT par kW et par an" in said
