import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.services import (
    undo_withdrawal,
    verify_ambassadeur,
    withdraw_ambassadeur,
)
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.services import (
    cell_of,
    centre_of,
    set_position,
)
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory

from .factories import AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db

# Three points of one cell of the Île Verte, in Grenoble.
NEIGHBOURS = [(5.7411, 45.1941), (5.7428, 45.1952), (5.7405, 45.1957)]
ELSEWHERE = (5.7317, 45.1738)


def placed(points, **facts):
    buildings = [AmbassadeurFactory(**facts).copropriete for _ in points]
    return [
        set_position(copropriete=one, lon=lon, lat=lat)
        for one, (lon, lat) in zip(buildings, points, strict=True)
    ]


def public_places():
    return list(
        Copropriete.objects.order_by("pk").values_list("public_longitude", "public_latitude")
    )


def test_three_in_a_cell_show_its_centre():
    placed(NEIGHBOURS)
    cell = cell_of(*NEIGHBOURS[0])
    centre = centre_of(*cell)
    assert public_places() == [centre, centre, centre]
    assert centre not in NEIGHBOURS
    # The grid is fixed: the centre is the same whichever three buildings are in the cell.
    assert cell_of(*centre) == cell


def test_two_in_a_cell_show_nothing():
    placed(NEIGHBOURS[:2])
    assert public_places() == [(None, None), (None, None)]
    # A building that is not connected does not count.
    project = CoproprieteFactory(connected_year=None)
    set_position(copropriete=project, lon=NEIGHBOURS[2][0], lat=NEIGHBOURS[2][1])
    assert public_places() == [(None, None)] * 3


def test_the_third_one_verified_shows_the_cell_and_its_end_hides_it():
    """No command is run by hand: what makes a building public, or ends it, moves the cell."""
    placed(NEIGHBOURS[:2])
    (third,) = placed(NEIGHBOURS[2:], pending=True)
    hidden, shown = (None, None), centre_of(*cell_of(*NEIGHBOURS[0]))
    assert public_places() == [hidden] * 3
    mandate = third.ambassadeurs.get()
    mandate = verify_ambassadeur(actor=UserFactory(agence=True), ambassadeur=mandate)
    assert public_places() == [shown] * 3
    withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert public_places() == [hidden] * 3
    undo_withdrawal(actor=mandate.user, ambassadeur=mandate)
    assert public_places() == [shown] * 3
    Ambassadeur.objects.filter(pk=mandate.pk).update(expires_at=timezone.now())
    tick(None, "coproprietes")
    assert public_places() == [hidden] * 3


@pytest.mark.parametrize("end", ["closed", "deleted"])
def test_an_account_that_ends_hides_its_cell_at_the_next_tick(end):
    *_, last = placed(NEIGHBOURS)
    placed([ELSEWHERE] * 3)
    user = last.ambassadeurs.get().user
    if end == "deleted":
        user.delete()
    else:
        user.is_active = False
        user.save()
    # The other cell holds enough: it is left as it is.
    assert tick(None, "coproprietes")["coproprietes.hide_cells"] == 1
    shown = centre_of(*cell_of(*ELSEWHERE))
    assert public_places() == [(None, None)] * 3 + [shown] * 3
    assert tick(None, "coproprietes")["coproprietes.hide_cells"] == 0


def test_a_departure_hides_the_two_who_stay():
    first, *_ = placed(NEIGHBOURS)
    set_position(copropriete=first, lon=ELSEWHERE[0], lat=ELSEWHERE[1])
    assert public_places() == [(None, None)] * 3


def test_overseas_has_no_cell():
    copropriete = CoproprieteFactory()
    set_position(copropriete=copropriete, lon=55.45, lat=-20.88)
    copropriete.refresh_from_db()
    assert copropriete.latitude is None
