"""CO2 avoided: from each building's own figures, five buildings at a time."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import Figure as BuildingFigure
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.stats.co2 import DECLARED, VERIFIED, name, published, savings
from ambassadeurs.stats.halfyear import Progress, report
from ambassadeurs.stats.models import CountedDay, Tally
from ambassadeurs.stats.pdf import as_pdf, template_values
from ambassadeurs.stats.periods import Period
from ambassadeurs.stats.publication_rules import Avoided
from ambassadeurs.stats.services import count_stocks, differences
from cms.starter import EDITORS
from socle.facts_registry.models import Figure
from socle.facts_registry.selectors import fact
from socle.public_pages import forget_held
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory, RetourFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.address_test.test_views_result import make_test
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


@pytest.mark.usefixtures("after_every_reading")
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
        forget_held()
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


def test_buildings_that_emit_more_are_told_so_and_never_by_a_negative_number(client):
    """A network above the energy before: the page, the report, its PDF."""
    for _ in range(5):
        connected(before=1_000_000, content=290, energy="fioul")
    for _ in range(5):
        connected(before=100_000, content=400, energy="fioul", verified=True)
    count_stocks(now=NOW)
    CountedDay.objects.create(day=DAY, counted_at=NOW)
    page = BeautifulSoup(client.get("/stats/").content, "html.parser").select_one(".im-co2")
    assert page.h3.text == (
        "CO2 émis chaque année par les copropriétés raccordées, par rapport à avant"
    )
    more = (
        "38 tonnes de plus par an, entre 38 et 38, pour 5 copropriétés (consommation vérifiée sur "
        "justificatif) : elles émettent plus qu’avant"
    )
    less = (
        "170 tonnes de moins par an, entre 170 et 170, pour 5 copropriétés (consommation déclarée "
        "par la copropriété)"
    )
    assert [one.text for one in page.select("li")] == [more, less]
    address = f"/stats/rapport/?du={DAY}&au={DAY}"
    half = BeautifulSoup(client.get(address).content, "html.parser").main
    title = half.find("h2", string="CO2 émis chaque année, par rapport à avant")
    assert [one.text for one in title.find_next("ul").select("li")] == [more, less]
    found = report(Period(DAY, DAY), DAY, NOW)
    (verified, _) = template_values(found, "Essai")["avoided"]
    assert (verified["amount"], verified["is_more"]) == ("38 tonnes de plus", True)
    assert as_pdf(found, "Essai").startswith(b"%PDF")


def test_the_files_give_a_number_below_zero_as_a_number(client):
    for _ in range(5):
        connected(before=100_000, content=400, energy="fioul")
    count_stocks(now=NOW)
    lines = client.get("/stats/export.csv").text.splitlines()
    (told_so,) = [one for one in lines if one.startswith("co2_declare:tonnes;")]
    assert ";France;-38;t de CO2 par an;" in told_so
    assert "au-dessous de zéro : elles émettent plus qu’avant" in told_so


@pytest.mark.parametrize(
    ("tonnes", "low", "high", "is_compared", "amount", "bounds"),
    [
        (12, 8, 15, False, "12 tonnes", "entre 8 et 15"),
        (1, 0, 15, False, "1 tonne", "entre 0 et 15"),
        (12, 8, 15, True, "12 tonnes de moins", "entre 8 et 15"),
        (12, -3, 15, True, "12 tonnes de moins", "entre 3 de plus et 15 de moins"),
        (-2, -3, 15, True, "2 tonnes de plus", "entre 3 de plus et 15 de moins"),
        (0, -3, 0, True, "0 tonne de moins", "entre 3 de plus et 0 de moins"),
        (-109, -109, -66, True, "109 tonnes de plus", "entre 66 et 109"),
    ],
)
def test_an_amount_and_its_bounds_say_their_way(tonnes, low, high, is_compared, amount, bounds):
    one = Avoided("declare", "", 5, tonnes, low, high, is_compared)
    assert (one.amount, one.bounds) == (amount, bounds)


@pytest.mark.parametrize(
    ("reached", "said", "part"),
    [(-109, "aucune : 109 de plus qu’avant", "0\u00a0%"), (50, "50", "20\u00a0%")],
)
def test_a_target_is_not_reached_by_less_than_nothing(reached, said, part):
    one = Progress("Tonnes de CO2 évitées par an", 250, DAY, "", reached, "", is_share=False)
    assert (one.reached_told, one.share_told) == (said, part)
