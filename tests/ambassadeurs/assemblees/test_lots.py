"""What each lot pays: to the cent, by the key that is voted."""

import re
from decimal import Decimal

import pytest

from ambassadeurs.assemblees.dossier.amounts import Numbers
from ambassadeurs.assemblees.dossier.lots import (
    LOTS_MAX,
    Key,
    Lot,
    UnreadableLots,
    cost_by_lot,
    monthly_payment,
    read_lots,
    removed_from,
    total_of,
)
from ambassadeurs.assemblees.dossier.papers import counted_of
from ambassadeurs.assemblees.models import Assemblee, Dossier
from tests.ambassadeurs.simulation.test_views import text_of
from tests.communaute.comptes.factories import UserFactory

from .dossiers import plain
from .factories import AssembleeFactory, project_of


def test_s01_works_are_shared_to_the_cent():
    lots = read_lots("1;83\n2\t120\n\n 3 ; 210 \n4,587", Key.GENERAL)
    lines = cost_by_lot(lots, Decimal("45451.20"), rate=Decimal(0), years=1)
    told = [str(line.works) for line in lines]
    assert told == ["3772.45", "5454.14", "9544.75", "26679.86"]
    assert {line.before for line in lines} == {None}


def test_s02_equal_parts_go_to_the_first():
    lots = [Lot(name, 1, 1) for name in "abc"]
    lines = cost_by_lot(lots, Decimal(1), rate=Decimal(0), years=1, before=Decimal(1))
    assert [str(line.works) for line in lines] == ["0.34", "0.33", "0.33"]
    assert sum(line.before for line in lines) == 1


@pytest.mark.parametrize(
    ("amount", "rate", "years", "payment"),
    [
        ("122000", "0.032", 10, "1189.34"),
        ("5000", "0.04", 15, "36.98"),
        # Without interest: to the cent of the amount itself.
        ("5000", "0", 15, "27.78"),
        ("0.54", "0", 1, "0.05"),
    ],
)
def test_a_loan_is_paid_back_by_the_month(amount, rate, years, payment):
    amount, rate = Decimal(amount), Decimal(rate)
    assert monthly_payment(amount, rate, years) == Decimal(payment)
    lots = [Lot("1", 1)]
    (line,) = cost_by_lot(lots, amount, rate=rate, years=years)
    total = total_of(lots, amount, rate=rate, years=years)
    assert line.monthly == total.monthly == Decimal(payment)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "Ligne 1"),
        ("1;83\n2;", "Ligne 2"),
        ("\n1;83\n\n2;", "Ligne 4"),
        ("1;83\n2;-5", "Ligne 2"),
        ("1;0", "ne peuvent pas être 0"),
        ("1;83;79\n2;0;0", "lot 2 ne peuvent pas être 0"),
        ("1;83;0\n2;100;0", "n’a que des 0"),
        ("1;0;83\n2;0;100", "n’a que des 0"),
        ("1;10000001", "ne peuvent pas être"),
        ("1;8.5", "Ligne 1"),
        ("1;83,5", "Ligne 1"),
        ("1,83,5", "Ligne 1"),
        ("1;٣", "Ligne 1"),
        ("1;83;79;2", "Ligne 1"),
        ("1;83;79\n2;83", "autant de colonnes"),
        ("1;83\n1;84", "déjà écrit"),
        ("=cmd|' /C calc'!A0;83", "ce n’est pas un numéro de lot"),
        ("x" * 41 + ";8", "ce n’est pas un numéro de lot"),
        ("\n".join(f"{n};1" for n in range(LOTS_MAX + 1)), f"{LOTS_MAX} au plus"),
    ],
)
def test_what_is_no_list_of_lots_is_refused_by_its_line(typed, said):
    with pytest.raises(UnreadableLots, match=said):
        read_lots(typed, Key.GENERAL)


@pytest.mark.parametrize("key", list(Key))
def test_a_lot_without_heating_pays_its_part_of_the_other_key_alone(key):
    lots = read_lots("1;300;400\n2;100;0\n3;600;600", key)
    lines = cost_by_lot(lots, Decimal(1000), rate=Decimal(0), years=1, after=Decimal(1000))
    works = ["300.00", "100.00", "600.00"] if key == Key.GENERAL else ["400.00", "0.00", "600.00"]
    assert [str(line.works) for line in lines] == works
    assert [str(line.after) for line in lines] == ["400.00", "0.00", "600.00"]


def test_the_works_go_by_the_key_that_is_voted_and_a_bill_by_that_of_heating():
    typed = "1;600;100\n2;400;900"
    for key, works in ((Key.GENERAL, ["60.00", "40.00"]), (Key.HEATING, ["10.00", "90.00"])):
        lots = read_lots(typed, key)
        lines = cost_by_lot(lots, Decimal(100), rate=Decimal(0), years=1, after=Decimal(1000))
        assert [str(line.works) for line in lines] == works
        assert [str(line.after) for line in lines] == ["100.00", "900.00"]
    assert [lot.heating for lot in read_lots("1;5", Key.GENERAL)] == [None]
    assert [lot.heating for lot in read_lots("1;5", Key.HEATING)] == [5]


def test_dwellings_alike_are_one_line_and_the_whole_is_shared():
    lots = [Lot("T2", 1, 1, count=2), Lot("T3", 1, 1, count=1)]
    lines = cost_by_lot(lots, Decimal(1), rate=Decimal(0), years=1)
    # 0,34 for the first, 0,33 for its like and for the other.
    assert [str(line.works) for line in lines] == ["0.34", "0.33"]


@pytest.fixture
def page(client):
    member = UserFactory()
    assembly = AssembleeFactory(copropriete=project_of(member))
    client.force_login(member)
    base = f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/{assembly.pk}/dossier/"
    return f"{base}cout-par-lot/"


TOLD = {
    "works": "45 451,20 €",
    "key": "chauffage",
    "total_heating": "1 000",
    "lots": "1;83\n2;120\n3;210\n4;587",
    "years": "15",
    "rate": "4",
    "after": "66544,65",
}


def shown(client, page, told):
    return plain(text_of(client.post(page, told)))


@pytest.mark.django_db
def test_the_page_shares_and_tells_what_does_not_add_up(client, page):
    first = client.get(page)
    assert first.status_code == 200
    # The key of the works is asked: none is chosen beforehand, what was noted is only said.
    assert " checked" not in first.content.decode()
    Dossier.objects.create(assemblee=Assemblee.objects.get(), numbers={"key": "chauffage, bât. A"})
    again = client.get(page)
    assert "vous avez noté : « chauffage, bât. A »" in plain(text_of(again))
    assert " checked" not in again.content.decode()
    text = shown(client, page, TOLD)
    assert "3 772,45" in text
    assert "26 679,86" in text
    assert "non dit" in text
    assert "il manque" not in text.lower()
    text = shown(client, page, TOLD | {"total_heating": "10 000"})
    assert "Pour les charges de chauffage, il manque 9 000 tantièmes" in text
    assert "il y a 9 tantièmes de trop" in shown(client, page, TOLD | {"total_heating": "991"})
    two = TOLD | {"key": "generale", "lots": "1;600;100\n2;400;900", "total_general": "1000"}
    text = shown(client, page, two | {"total_heating": "999"})
    assert "travaux partagés selon les charges générales" in text
    assert "27 270,72" in text
    assert "59 890,18" in text
    assert "Pour les charges de chauffage, il y a 1 tantième de trop" in text


@pytest.mark.django_db
def test_owner_and_tenant_are_apart_and_the_whole_is_told(client, page):
    text = shown(client, page, TOLD)
    assert "Au propriétaire À qui habite, locataire compris" in text
    assert "entièrement récupérable sur le locataire" in text
    # 4 % over 15 years, of all the works; the bill is shared whole.
    assert re.search(r"L’immeuble 1 000 45 451,20 336,20 non dit 66 544,65 [\d ]+ et [\d ]+ ", text)
    assert "ce tableau n’est pas dans le PDF du dossier" in text
    # Printed without the form, the table says for how long, and at which rate.
    assert "au centime ; par mois : pendant 15 ans, au taux de 4 % par an" in text
    assert "pendant 15 ans, sans intérêts" in shown(client, page, TOLD | {"rate": ""})


@pytest.mark.django_db
def test_what_the_engine_counts_is_filled_in_with_its_range(client, page):
    assembly = Assemblee.objects.get()
    counted = counted_of(assembly, Numbers())
    first = client.get(page)
    form = first.context["form"]
    for name in ("works", "after"):
        assert Decimal(form[name].value()) == counted.initial[name] > 0
    text = plain(text_of(first))
    works = f"{plain(counted.works.ends)} € de travaux, aides déduites"
    assert f"{works}, au coût moyen pour 50 m de branchement, et" in text
    assert f"{plain(counted.bill.ends)} € de chauffage par an" in text
    given = TOLD | {name: str(counted.initial[name]) for name in ("works", "after")}
    low, high = client.post(page, given).context["total"].ends
    assert plain(counted.bill.ends) == f"{low:,} à {high:,}".replace(",", " ")
    assert "par notre calcul" in text
    assert "par notre calcul" not in text_of(client.post(page, given | {"works": "90000"}))
    # One column of general tantièmes shares no bill: it was not typed, it is not refused.
    told = TOLD | {"key": "generale", "total_general": "1000", "total_heating": ""}
    shared = client.post(page, told | {"after": str(counted.initial["after"])})
    assert shared.status_code == 200
    assert shared.context["total"].after is None
    assembly.copropriete.lots = None
    assembly.copropriete.save()
    unknown = client.get(page)
    assert unknown.context["form"]["works"].value() is None
    assert shown(client, page, TOLD).count("non dit") == 10


def test_the_end_of_a_line_is_no_sign_left_out():
    assert removed_from("Oui.\r\nNon.") == 0
    assert removed_from("Oui 🌳.\r\n") == 1


@pytest.mark.django_db
def test_signs_left_out_of_the_names_of_lots_are_said(client, page):
    text = shown(client, page, TOLD | {"lots": "🏠 1;83\n2\t120\n3;210\n4;587"})
    assert "🏠" not in text.split("Travaux à payer")[0]
    assert "1 signe (émojis, caractères invisibles) a été retiré du nom des lots." in text
    assert "caractères invisibles" not in shown(client, page, TOLD)
    with pytest.raises(UnreadableLots, match="Ligne 1"):
        read_lots("🏠;83", Key.GENERAL)


@pytest.mark.django_db
def test_types_of_dwelling_are_typed_instead_of_lots(client, page):
    told = TOLD | {"lots": "", "total_heating": "1000"}
    told |= {"T2_count": "4", "T2_chauffage": "100", "T4_count": "3", "T4_chauffage": "200"}
    text = shown(client, page, told)
    assert "pour un logement de chaque type, à un centime près" in text
    assert "T2 × 4 100 4 545,12" in text
    assert "T4 × 3 200 9 090,24" in text
    both = client.post(page, told | {"lots": "1;83"})
    assert "lots" in both.context["form"].errors
    lacking = client.post(page, told | {"T2_count": "", "T4_chauffage": "", "T3_count": "0"})
    assert lacking.status_code == 422
    errors = lacking.context["form"].errors
    assert {"T2_count", "T4_chauffage", "T3_count"} <= set(errors)
    assert "<details open" in lacking.content.decode()
    many = client.post(page, told | {"T2_count": "2000"})
    assert "lots" in many.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"key": ""}, {"key"}),
        ({"key": "devinée"}, {"key"}),
        ({"lots": "1;0"}, {"lots"}),
        ({"lots": ""}, {"lots"}),
        ({"total_heating": ""}, {"total_heating"}),
        # One column of general tantièmes shares no bill.
        ({"key": "generale", "total_general": "1000"}, {"after"}),
        ({"works": "", "years": ""}, {"works", "years"}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(client, page, told, wrong):
    refused = client.post(page, TOLD | told)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == wrong
    assert "45 451,20" in refused.content.decode() or "works" in told
