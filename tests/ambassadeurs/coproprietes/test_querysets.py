"""Lists of buildings, at their limits."""

import pytest

from ambassadeurs.coproprietes.models import Copropriete

from .factories import CoproprieteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("lots", "like"), [(61, (31, 122)), (1, (1, 2))], ids=["odd", "one"])
def test_near_size_is_from_half_to_twice_as_many_lots(lots, like):
    least, most = like
    inside = {CoproprieteFactory(lots=size).pk for size in {least, lots, most}}
    for size in (least - 1, most + 1):
        CoproprieteFactory(lots=size)
    assert set(Copropriete.objects.near_size(lots).values_list("pk", flat=True)) == inside
