"""Once its day is past, an assembly keeps its papers and its dates."""

from datetime import timedelta

import pytest

from ambassadeurs.assemblees.calendar import Due
from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.amounts import Numbers
from ambassadeurs.assemblees.dossier.resolutions import steps_of
from ambassadeurs.assemblees.enums import Result
from ambassadeurs.assemblees.models import Dossier
from ambassadeurs.assemblees.services import tell_result
from tests import clock
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import DAY, WHOLE, page_of, plain, send, typed

pytestmark = pytest.mark.django_db


def _home(assembly):
    return f"/mon-compte/copropriete/{assembly.copropriete_id}/assemblee/"


def test_after_the_vote_the_papers_and_the_dates_are_one_link_away(
    client, member, assembly, monkeypatch
):
    send(member, assembly)
    clock.stop(monkeypatch, at=clock.NOON + (DAY - clock.NOON.date() + timedelta(days=1)))
    client.force_login(member)
    for result in ("", Result.ADOPTED_SECOND):
        if result:
            tell_result(actor=member, assemblee=assembly, result=result)
        page = client.get(_home(assembly)).text
        assert f'href="{page_of(assembly)}"' in page
        assert f'href="{page_of(assembly)}#calendrier"' in page
    told = plain(read_page(client.get(page_of(assembly))))
    assert "15 juillet 2027 : Fin de la contestation" in told
    assert "16 juillet 2027 : Les travaux peuvent commencer" in told
    assert "Tel qu’envoyé" in read_page(client.get(page_of(assembly, "resolutions/")))


@pytest.mark.parametrize(
    ("result", "comes", "is_voted"),
    [
        ("", {Due.NEW_ASSEMBLY, Due.CONTEST, Due.WORKS}, True),
        (Result.ADOPTED_SECOND, {Due.CONTEST, Due.WORKS}, True),
        (Result.REJECTED, {Due.NEW_ASSEMBLY, Due.CONTEST}, True),
        (Result.PUT_OFF, set(), False),
        (Result.NOT_ON_AGENDA, set(), False),
    ],
)
def test_only_what_comes_of_the_result_is_told(
    client, member, assembly, monkeypatch, result, comes, is_voted
):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    clock.stop(monkeypatch, at=clock.NOON + (DAY - clock.NOON.date() + timedelta(days=1)))
    if result:
        tell_result(actor=member, assemblee=assembly, result=result)
    assembly.refresh_from_db()
    steps = {one.due for one in steps_of(assembly, Numbers(**WHOLE), DAY)}
    assert steps & {Due.NEW_ASSEMBLY, Due.CONTEST, Due.WORKS, Due.REFUSERS_PAID} == comes
    client.force_login(member)
    assert ("les dates d’après le vote" in client.get(_home(assembly)).text) == is_voted
    # Adopted, the works come, even of an assembly of which nothing was prepared here.
    unprepared = {one.due for one in steps_of(assembly, Numbers(), DAY)}
    assert (Due.WORKS in unprepared) == assembly.is_adopted


def test_after_the_vote_the_papers_ask_for_nothing_more(client, member, assembly, monkeypatch):
    client.force_login(member)
    assert "est partie chez le syndic" in read_page(client.get(page_of(assembly)))
    clock.stop(monkeypatch, at=clock.NOON + (DAY - clock.NOON.date() + timedelta(days=1)))
    client.force_login(member)
    for result in ("", Result.ADOPTED):
        if result:
            tell_result(actor=member, assemblee=assembly, result=result)
        told = read_page(client.get(page_of(assembly)))
        assert "Cette assemblée a eu lieu." in told
        for asked in ("Il manque", "est partie chez le syndic", "Trop tard"):
            assert asked not in told
        assert "ce document était pour elle" in read_page(client.get(page_of(assembly, "absents/")))


def test_the_meeting_is_from_today_to_the_eve_of_the_assembly(client, member, assembly):
    client.force_login(member)
    form = client.get(page_of(assembly))
    taken = {}
    for day in ("2026-11-25", "2027-04-15", "2026-11-26", "2027-04-14"):
        page = client.post(page_of(assembly), typed(form, meeting_on=day))
        taken[day] = (page.status_code, Dossier.objects.exists())
        Dossier.objects.all().delete()
    assert taken == {
        "2026-11-25": (422, False),
        "2027-04-15": (422, False),
        "2026-11-26": (302, True),
        "2027-04-14": (302, True),
    }


def test_a_meeting_that_is_past_since_does_not_stop_the_other_numbers(
    client, member, assembly, monkeypatch
):
    client.force_login(member)
    client.post(page_of(assembly), typed(client.get(page_of(assembly)), meeting_on="2026-11-28"))
    clock.stop(monkeypatch, at=clock.NOON + timedelta(days=5))
    sent = typed(client.get(page_of(assembly)), kw="400")
    assert client.post(page_of(assembly), sent).status_code == 302
    assert Dossier.objects.get().numbers == {
        "operator": "Chaleur des Alpes",
        "kw": "400",
        "meeting_on": "2026-11-28",
    }


def test_once_it_is_over_the_questions_of_before_are_only_read(
    client, member, assembly, monkeypatch
):
    services.ask(actor=member, assemblee=assembly, body="Combien par an ?")
    clock.stop(monkeypatch, at=clock.NOON + (DAY - clock.NOON.date() + timedelta(days=1)))
    client.force_login(member)
    page = client.get(page_of(assembly, "vos-questions/"))
    assert "a eu lieu : ces questions étaient pour elle" in read_page(page)
    assert "Combien par an ?" in page.text
    assert "Poser la question" not in page.text
    assert "réponse écrite" not in page.text
    client.post(page_of(assembly, "vos-questions/"), {"body": "Et après ?"})
    assert assembly.asked.count() == 1


def test_cancelled_what_was_said_sent_is_still_read(client, member, assembly):
    send(member, assembly)
    client.force_login(member)
    home = _home(assembly)
    client.post(f"{home}annuler/")
    assert f'href="{page_of(assembly)}"' in client.get(home).text
    client.post(home, {"held_on": (DAY + timedelta(days=60)).isoformat()})
    assert f'href="{page_of(assembly)}"' in client.get(home).text

    page = client.get(page_of(assembly))
    assert "Cette assemblée est annulée" in read_page(page)
    assert "<form" not in page.text.partition('id="contenu"')[2].partition("</main>")[0]
    assert "maximal de 100 000 € TTC" in plain(
        read_page(client.get(page_of(assembly, "resolutions/")))
    )
    for what in ("", "envoye/", "pas-envoye/", "pdf/", "vos-questions/", "cout-par-lot/"):
        assert client.post(page_of(assembly, what), {"kw": "1"}).status_code == 410
    assert Dossier.objects.get(assemblee=assembly).sent_on
    following = Dossier.objects.exclude(assemblee=assembly).get()
    assert (following.sent_on, following.numbers["kw"]) == (None, "400")


def test_cancelled_what_was_not_sent_goes_with_it(client, member, assembly):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    client.force_login(member)
    client.post(f"{_home(assembly)}annuler/")
    assert page_of(assembly) not in client.get(_home(assembly)).text
    assert client.get(page_of(assembly)).status_code == 410
