"""What each lot pays: to the cent, by the key that is voted."""

from decimal import Decimal

import pytest

from ambassadeurs.assemblees.dossier.lots import (
    LOTS_MAX,
    Lot,
    UnreadableLots,
    annuity,
    cost_by_lot,
    read_lots,
)
from tests.ambassadeurs.simulation.test_views import text_of
from tests.communaute.comptes.factories import UserFactory

from .factories import AssembleeFactory, project_of


def test_s01_works_are_shared_to_the_cent():
    lots = read_lots("1;83\n2\t120\n\n 3 ; 210 \n4,587")
    lines = cost_by_lot(lots, Decimal("45451.20"), rate=Decimal(0), years=1)
    told = [str(line.works) for line in lines]
    assert told == ["3772.45", "5454.14", "9544.75", "26679.86"]
    assert {line.before for line in lines} == {None}


def test_s02_equal_parts_go_to_the_first():
    lots = [Lot(name, 1) for name in "abc"]
    lines = cost_by_lot(lots, Decimal(1), rate=Decimal(0), years=1, before=Decimal(1))
    assert [str(line.works) for line in lines] == ["0.34", "0.33", "0.33"]
    assert sum(line.before for line in lines) == 1


def test_a_loan_is_paid_back_in_constant_years():
    assert annuity(Decimal(5000), Decimal("0.04"), 15) == Decimal("449.71")
    assert annuity(Decimal(5000), Decimal(0), 15) == Decimal("333.33")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "une ligne par lot"),
        ("12", "Ligne 1"),
        ("1;83\n2;", "Ligne 2"),
        ("1;83\n2;-5", "Ligne 2"),
        ("1;0", "ne peuvent pas être 0"),
        ("1;10000001", "ne peuvent pas être"),
        ("1;8.5", "Ligne 1"),
        ("1;٣", "Ligne 1"),
        ("1;83\n1;84", "déjà écrit"),
        ("=cmd|' /C calc'!A0;83", "ce n’est pas un numéro de lot"),
        ("x" * 41 + ";8", "ce n’est pas un numéro de lot"),
        ("\n".join(f"{n};1" for n in range(LOTS_MAX + 1)), f"{LOTS_MAX} au plus"),
    ],
)
def test_what_is_no_list_of_lots_is_refused_by_its_line(typed, said):
    with pytest.raises(UnreadableLots, match=said):
        read_lots(typed)


@pytest.mark.django_db
def test_the_page_shares_and_tells_what_does_not_add_up(client):
    member = UserFactory()
    assembly = AssembleeFactory(copropriete=project_of(member))
    page = f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/{assembly.pk}/dossier/"
    page += "cout-par-lot/"
    client.force_login(member)
    assert client.get(page).status_code == 200
    told = {
        "works": "45 451,20 €",
        "key": "chauffage",
        "total": "1 000",
        "lots": "1;83\n2;120\n3;210\n4;587",
        "years": "15",
        "rate": "4",
        "after": "66544,65",
    }
    text = text_of(client.post(page, told)).replace("\xa0", " ").replace("\u202f", " ")
    assert "3 772,45" in text
    assert "26 679,86" in text
    assert "non dit" in text
    assert "Il manque" not in text
    text = text_of(client.post(page, told | {"total": "10 000"})).replace("\xa0", " ")
    assert "Il manque 9 000 tantièmes" in text.replace("\u202f", " ")
    assert "9 tantièmes de trop" in text_of(client.post(page, told | {"total": "991"}))
    refused = client.post(page, told | {"key": "", "lots": "1;0"})
    assert refused.status_code == 422
    assert {"key", "lots"} <= set(refused.context["form"].errors)
    assert "1;0" in refused.content.decode()
