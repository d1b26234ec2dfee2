"""The page of the next assembly: what to aim at, what is ready, what is too late."""

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.enums import Result, State
from tests import clock
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import WHOLE, page_of, plain
from .factories import AssembleeFactory, in_days, project_of

pytestmark = pytest.mark.django_db


def home(assembly):
    return f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/"


def test_the_date_that_is_the_next_thing_is_not_asked_twice(client, user):
    building = project_of(user, name="Le Parc", nearest_reseau=None, boiler_year=1998)
    client.force_login(user)
    address = f"/mon-compte/copropriete/{building.pk}/"
    assert client.get(address).text.count(f'href="{address}assemblee/"') == 1
    AssembleeFactory(copropriete=building, held_on=in_days(200))
    assert "Changer la date" in client.get(address).text


def test_the_page_says_what_is_ready_and_what_to_aim_at(client, member, assembly):
    client.force_login(member)
    page = client.get(home(assembly))
    main = BeautifulSoup(page.content, "html.parser").main
    assert [one.text for one in main.select("[class=fr-btn]")] == ["Préparer le dossier"]
    tiles = main.select(".as-tiles > li")
    told = [plain(one.get_text(" ", strip=True)) for one in tiles]
    assert [one.partition(" ")[0] for one in told] == [
        *("Dates", "Résolutions", "Coûts", "Témoignage", "Questions")
    ]
    assert told[1] == "Résolutions Prêt ."
    assert told[0].startswith("Dates Il manque : jour de la réunion d’information")
    text = plain(read_page(page))
    assert "une étude se vote à la majorité de ceux qui votent (article 24)" in text
    assert "visez le tiers, 3 334 voix sur 10 000." in text
    assert 'href="/compter-les-voix/"' in page.text

    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    AssembleeFactory(
        copropriete=assembly.copropriete,
        held_on=in_days(-300),
        state=State.HELD,
        result=Result.PUT_OFF,
        told_at=clock.NOON,
        voices_total=8000,
    )
    text = plain(read_page(client.get(home(assembly))))
    assert "Visez le tiers, 2 667 voix sur 8 000." in text
    assert "étude" not in text


def test_too_late_is_said_where_the_date_is_typed(client, member, assembly):
    client.force_login(member)
    # On the day itself, it is asked how it went.
    for days, is_late in ((22, False), (21, True), (1, True), (0, False)):
        sent = {"held_on": in_days(days).isoformat()}
        page = read_page(client.post(home(assembly), sent, follow=True))
        assert ("Trop tard pour celle-ci" in page) == is_late
    assembly.refresh_from_db()
    services.save_numbers(actor=member, assemblee=assembly, numbers={"operator": "X"})
    services.say_sent(actor=member, assemblee=assembly)
    assert "Trop tard" not in read_page(client.get(home(assembly)))


def test_once_it_is_voted_nothing_is_late_nor_aimed_at(client, member, assembly):
    AssembleeFactory(copropriete=assembly.copropriete, adopted=True)
    assembly.held_on = in_days(10)
    assembly.save()
    client.force_login(member)
    page = read_page(client.get(home(assembly)))
    assert "Le raccordement est voté" in page
    assert "Trop tard" not in page
    assert "isez le tiers" not in page
    assert "Préparer le dossier" not in page


def test_the_page_takes_few_queries(client, member, assembly, django_assert_max_num_queries):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    for days in (-700, -300):
        AssembleeFactory(copropriete=assembly.copropriete, adopted=True, held_on=in_days(days))
    client.force_login(member)
    client.get(home(assembly))
    with django_assert_max_num_queries(10):
        client.get(home(assembly))


def test_individual_heating_has_no_tiles_and_the_days_of_any_assembly(client, member, assembly):
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
    shown = client.get(home(assembly)).text
    assert "as-tiles" not in shown
    assert page_of(assembly) in shown
