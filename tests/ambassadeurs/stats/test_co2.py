"""CO2 avoided: from each building's own figures, five buildings at a time."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Figure as BuildingFigure
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.stats.co2 import DECLARED, VERIFIED, name, published, savings
from ambassadeurs.stats.models import CountedDay, Tally
from ambassadeurs.stats.services import count_stocks, differences
from cms.facts import fact
from cms.starter import EDITORS
from socle.facts import reading as facts
from socle.facts.models import Figure
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory, RetourFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.adresse.test_views_result import make_test
from tests.cms.factories import make_site
from tests.cms.site.screens import errors, fresh, send
from tests.cms.test_admin import person, sign_in

from .world import MIDNIGHT, NOW, moved

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)


def connected(before=100_000, after=None, *, key="kwh_avant", at=MIDNIGHT, content=100, **facts):
    """A building connected after a request here, whose sheet tells what it consumed."""
    energy = facts.pop("energy", "gaz")
    building = CoproprieteFactory(former_energy=energy)
    is_verified = facts.pop("verified", False)
    if before is not None:
        retour = RetourFactory(copropriete=building, published=facts.pop("published", True))
        for told, value in ((key, before), (FigureKey.KWH_AFTER, after)):
            if value is not None:
                BuildingFigure.objects.create(
                    retour=retour,
                    key=told,
                    value=value,
                    year=2024,
                    verified_at=timezone.now() if is_verified else None,
                )
    demande = DemandeFactory(
        exploitant=True,
        copropriete=building,
        desk_status=facts.pop("status", DeskStatus.RACCORDE),
        reseau__co2_acv=content,
    )
    moved(demande, at, DeskStatus.RACCORDE)
    return demande


def test_one_building_by_hand():
    connected(before=100_000, after=90_000)
    (one,) = savings()
    gas = int(fact("co2_gaz_acv").value)
    highest = int(fact("co2_gaz_base_empreinte").value)
    # Told as billed, in kWh PCS.
    before = 100_000 / 1.11
    assert one.grams == round(before * gas - 90_000 * 100)
    assert one.low == round(before * gas - max(before, 90_000) * 100)
    assert one.high == round(before * highest - 90_000 * 100)
    assert (one.day, one.is_verified) == (DAY, False)


def test_gas_is_billed_in_pcs_and_its_co2_is_per_kwh_pci():
    """100 MWh PCS on a network at 93 g, whose heat is what a boiler at 93 % gave: 12.7 tonnes."""
    connected(before=100_000, after=83_784, content=93)
    (one,) = savings()
    assert round(one.grams / 1_000_000, 1) == 12.7


def test_what_was_burnt_is_what_is_told():
    """Fuel oil is told in litres, whatever the building said it burnt; gas in kWh PCS."""
    connected(before=9470, key="fioul_avant", at=MIDNIGHT)
    connected(before=111_000, key="gaz_avant", energy="fioul", at=MIDNIGHT + timedelta(days=1))
    fuel, gas = savings()
    assert fuel.grams == 100_000 * (int(fact("co2_fioul_acv").value) - 100)
    assert gas.grams == 100_000 * (int(fact("co2_gaz_acv").value) - 100)


def test_without_what_it_takes_now_it_is_as_much_as_before():
    connected(before=100_000, energy="fioul")
    (one,) = savings()
    assert one.grams == one.low == one.high == 100_000 * (int(fact("co2_fioul_acv").value) - 100)


@pytest.mark.parametrize(
    "facts",
    [
        {"before": None},
        {"energy": "electricite"},
        {"content": None},
        {"published": False},
        {"status": DeskStatus.TRAVAUX},
    ],
)
def test_what_is_not_known_is_not_invented(facts):
    connected(**facts)
    assert savings() == []


def test_buildings_go_five_by_five_declared_and_verified_apart():
    for number in range(9):
        connected(at=MIDNIGHT + timedelta(days=number))
    for _ in range(4):
        connected(verified=True)
    found = published()
    assert set(found) == {DAY + timedelta(days=4)}
    tallies = found[DAY + timedelta(days=4)]
    assert tallies["pays", "", name(DECLARED, "n")] == 5
    assert tallies["pays", "", name(DECLARED, "g")] == sum(one.grams for one in savings()[:5])
    assert ("pays", "", name(VERIFIED, "n")) not in tallies


def test_an_editor_changes_a_content_and_what_was_counted_follows(
    client, django_capture_on_commit_callbacks
):
    """Through the form of `/gestion/chiffres/`: the sums of /stats/, its method, the report and the
    result of an address."""
    make_site()
    for _ in range(5):
        connected(before=1_000_000)
    count_stocks(now=NOW)
    CountedDay.objects.create(day=DAY, counted_at=NOW)
    result = make_test().get_absolute_url()

    def told():
        fresh()
        facts.forget()
        report = Client().get(f"/stats/rapport/?du={DAY}&au={DAY}").text
        return (
            Client().get("/stats/").text,
            report,
            Client().get(result).text.replace("\u00a0", " "),
        )

    page, report, address = told()
    assert "<strong>572 tonnes</strong> par an, entre 572 et 644, pour 5 copro" in page
    assert "<li>572 tonnes" in report
    assert "227 g" in address
    sign_in(client, person(EDITORS))
    figure = Figure.objects.get(key="co2_gaz_acv")
    with django_capture_on_commit_callbacks(execute=True):
        changed = send(client, f"/gestion/chiffres/edit/{figure.pk}/", low="237")
    assert changed.status_code == 302, errors(changed)
    page, report, address = told()
    assert "<strong>617 tonnes</strong> par an, entre 617 et 644, pour 5 copro" in page
    assert "237" in page[page.index("Comment le calculons-nous") :]
    assert "<li>617 tonnes" in report
    assert "237 g" in address
    assert list(differences([], NOW)) == []


def test_the_table_follows(client):
    last = [connected(at=MIDNIGHT) for _ in range(5)][-1]
    count_stocks(now=NOW)
    rows = Tally.objects.filter(indicator=name(DECLARED, "n"))
    assert {row.grain: row.value for row in rows} == {"jour": 5, "mois": 5, "total": 5}
    assert "pour 5 copropriétés" in client.get("/stats/").text
    last.desk_status = DeskStatus.ABANDONNE
    last.save()
    count_stocks(now=NOW)
    assert not rows.all().exists()
