"""The papers in five tiles, the word of a connected building, and the information meeting."""

from datetime import date, time

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.amounts import Numbers, read, written
from ambassadeurs.assemblees.dossier.papers import (
    TILES,
    WITNESS,
    papers_of,
    printed,
    text_of,
    tiles_of,
    witness_of,
)
from ambassadeurs.assemblees.enums import State
from ambassadeurs.assemblees.errors import AnsweredMeanwhile, NotOfTheBuilding, TooManyQuestions
from ambassadeurs.assemblees.models import AskedBefore, Assemblee
from ambassadeurs.coproprietes.enums import AmbassadeurStatus, FigureKey
from ambassadeurs.demandes.models import Demande
from tests import clock
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    RetourFactory,
)
from tests.ambassadeurs.simulation.test_views import text_of as read_page
from tests.communaute.comptes.factories import UserFactory

from .dossiers import DAY, WHOLE, page_of, plain, send, typed

pytestmark = pytest.mark.django_db
MEETING = {
    "meeting_on": date(2027, 3, 16),
    "meeting_hour": time(18, 30),
    "meeting_place": "Salle des fêtes",
}


@pytest.fixture
def witness(assembly):
    """An ambassador of a building connected to the same network, whose sheet is published."""
    network = assembly.copropriete.nearest_reseau
    building = CoproprieteFactory(name="Le Parc", reseau=network, connected_year=2021)
    one = AmbassadeurFactory(copropriete=building, first_name="Monique")
    sheet = RetourFactory(copropriete=building, published=True, quote="On a bien dormi.")
    FigureFactory(retour=sheet, key=FigureKey.COST_BEFORE, value=1150)
    FigureFactory(retour=sheet, key=FigureKey.COST_AFTER, value=890, verified_at=clock.NOON)
    return one


def test_five_tiles_hold_each_paper_once_and_say_what_they_lack(assembly):
    papers = papers_of(assembly, Numbers(operator="X"))
    held = [key for _, keys in TILES.values() for key in keys]
    assert sorted(held) == sorted(one.key for one in papers)
    tiles = {one.title: one.missing for one in tiles_of(papers, unanswered=2, sent=())}
    assert list(tiles) == ["Dates", "Résolutions", "Coûts", "Témoignage", "Questions"]
    assert tiles["Résolutions"] == tiles["Coûts"] == ()
    assert tiles["Témoignage"] == (WITNESS,)
    assert tiles["Questions"] == ("2\u00a0réponses aux questions des membres",)
    assert tiles["Dates"][0] == "Jour de la réunion d’information"
    lacking = papers_of(assembly, Numbers(operator="X", offer_on=date(2026, 10, 2)))
    for sent in ((), ("lettre", "resolutions", "annexes")):
        tiles = {one.key: one for one in tiles_of(lacking, unanswered=0, sent=sent)}
        assert bool(tiles["resolutions"].missing) is not bool(sent)
        assert tiles["dates"].missing


def test_the_word_of_the_nearest_is_read_again_and_gone_with_its_mandate(assembly, witness):
    text = plain(text_of("temoignage", assembly, Numbers()))
    assert "Le Parc" in text
    assert "« On a bien dormi. »" in text
    assert "1 150 € TTC par lot et par an (déclaré)" in text
    assert "890 € TTC par lot et par an (vérifié" in text
    assert {one.key: one.missing for one in papers_of(assembly, Numbers())}["temoignage"] == ()
    witness.status = AmbassadeurStatus.WITHDRAWN
    witness.save()
    assert text_of("temoignage", assembly, Numbers()) == f"Il vous manque : {WITNESS}.\n"
    assert {one.key: one.missing for one in papers_of(assembly, Numbers())}["temoignage"]


def test_who_tells_nothing_is_no_witness_and_neither_is_a_neighbour(assembly, witness):
    # Nearer, and without a published sheet.
    mute = AmbassadeurFactory(copropriete__reseau=witness.copropriete.reseau)
    RetourFactory(copropriete=mute.copropriete)
    assert witness_of(assembly).ambassadeur == witness
    witness.copropriete.retours.update(state="propose")
    assert witness_of(assembly) is None
    witness.copropriete.retours.update(state="publie")
    assembly.copropriete = witness.copropriete
    assert witness_of(assembly) is None


def test_the_word_is_never_kept_as_sent(client, member, assembly, witness):
    kept = send(member, assembly)
    assert not {"temoignage", "invitation"} & set(kept.frozen["texts"])
    client.force_login(member)
    page = client.get(page_of(assembly, "temoignage/"))
    assert "Le Parc" in read_page(page)
    assert "Tel qu’envoyé" not in read_page(page)
    witness.status = AmbassadeurStatus.WITHDRAWN
    witness.save()
    page = client.get(page_of(assembly, "temoignage/"))
    assert "Le Parc" not in page.content.decode()
    assert "Inviter cette personne" not in page.content.decode()


def test_who_tells_is_invited_by_a_request(client, member, assembly, witness):
    client.force_login(member)
    page = BeautifulSoup(client.get(page_of(assembly, "temoignage/")).content, "html.parser")
    link = page.find("a", string="Inviter cette personne à notre réunion")["href"]
    form = client.get(link).context["form"]
    assert form["purpose"].value() == "reunion"
    start = form["message"].value()
    assert "venir à notre réunion d’information" in start
    sent = {name: form[name].value() or "" for name in form.fields} | {"message": start}
    refused = client.post(link, sent)
    assert "Le jour, l’heure et le lieu" in str(refused.context["form"].errors["message"])
    sent["message"] = f"{start} le 16 mars à 18 h 30, salle des fêtes."
    assert client.post(link, sent).status_code == 302
    asked = Demande.objects.get()
    assert (asked.ambassadeur, asked.purpose) == (witness, "reunion")
    assert asked.get_purpose_display() == "Inviter à une réunion"


@pytest.mark.parametrize(
    ("state", "said"), [(State.CANCELLED, "est annulée"), (State.HELD, "a eu lieu")]
)
def test_nobody_is_invited_any_more_to_the_meeting_of_one_that_is_off_or_over(
    client, member, assembly, witness, state, said
):
    send(member, assembly)
    Assemblee.objects.update(state=state)
    client.force_login(member)
    page = client.get(page_of(assembly, "temoignage/"))
    assert f"L’assemblée du 15 avril 2027 {said} : ce document était pour elle." in read_page(page)
    assert "Inviter cette personne" not in page.text


def test_the_meeting_is_in_the_calendar_and_on_the_invitation(client, member, assembly):
    assert read(written(MEETING)) == Numbers(**MEETING)
    assert text_of("invitation", assembly, Numbers()).startswith("Il vous manque : Jour de la")
    client.force_login(member)
    told = {"meeting_on": "2027-03-15", "meeting_hour": "18h30", "meeting_place": "Salle des fêtes"}
    sent = typed(client.get(page_of(assembly)), **told)
    refused = client.post(page_of(assembly), sent | {"meeting_on": DAY.isoformat()})
    assert "avant l’assemblée" in str(refused.context["form"].errors["meeting_on"])
    assert client.post(page_of(assembly), sent).status_code == 302
    text = plain(read_page(client.get(page_of(assembly))))
    assert "15 mars 2027 : Réunion d’information" in text
    assert b"DTSTART;VALUE=DATE:20270315" in client.get(page_of(assembly, "agenda.ics")).content
    page = client.get(page_of(assembly, "invitation/")).content.decode()
    # Two of them on one page, of which one is read aloud.
    assert page.count("Salle des fêtes") == 2
    assert page.count('as-half" aria-hidden="true"') == 1
    assert "Lundi 15 mars 2027 à 18 h 30" in plain(page)


def test_a_question_is_asked_without_a_name_and_its_answer_is_printed(client, member, assembly):
    member.display_name = "Gérard Martin"
    member.save()
    client.force_login(member)
    page = page_of(assembly, "vos-questions/")
    assert client.post(page, {"body": "  Et si je\nvends ? "}).status_code == 302
    client.post(page, {"body": "Et si je vends ?"})
    row = AskedBefore.objects.get()
    assert (row.body, row.asked_by) == ("Et si je vends ?", member)
    main = read_page(client.get(page))
    assert "Et si je vends ? Pas encore de réponse." in main
    assert "Gérard" not in main
    assert "1 réponse aux questions des membres" in plain(read_page(client.get(page_of(assembly))))
    assert "Vos questions" not in printed("questions", assembly, None)
    one = f"{page}{row.pk}/"
    sent = typed(client.get(one)) | {"answer": "L’emprunt passe à l’acheteur."}
    assert client.post(one, sent).status_code == 302
    text = read_page(client.get(page_of(assembly, "questions/")))
    assert "Vos questions Et si je vends ? L’emprunt passe à l’acheteur." in text
    assert "aux questions des membres" not in read_page(client.get(page_of(assembly)))
    # Emptied, it waits again; taken off, twice, it is gone.
    sent = typed(client.get(one)) | {"answer": ""}
    client.post(one, sent)
    row.refresh_from_db()
    assert (row.answer, row.answered_at) == ("", None)
    assert client.post(f"{one}retirer/").status_code == 302
    assert client.post(f"{one}retirer/").status_code == 302
    assert not AskedBefore.objects.exists()
    assert client.get(one).url == page


def test_what_was_answered_since_joins_the_questions_that_were_sent(member, assembly):
    kept = send(member, assembly)
    asked = services.ask(actor=member, assemblee=assembly, body="Et le gaz ?")
    services.answer_asked(actor=member, asked=asked, answer="Il s’arrête.")
    text = printed("questions", assembly, kept)
    assert text.startswith(kept.frozen["texts"]["questions"])
    assert text.endswith("Et le gaz ?\nIl s’arrête.\n")


def test_bad_questions_are_refused(client, member, assembly, monkeypatch):
    client.force_login(member)
    page = page_of(assembly, "vos-questions/")
    assert client.post(page, {"body": " "}).status_code == 422
    assert client.post(page, {"body": "x" * 301}).status_code == 422
    monkeypatch.setattr(services, "MOST_ASKED", 1)
    client.post(page, {"body": "Une ?"})
    refused = client.post(page, {"body": "Deux ?"})
    assert refused.status_code == 409
    assert "Deux ?" in refused.content.decode()
    with pytest.raises(TooManyQuestions):
        services.ask(actor=member, assemblee=assembly, body="Deux ?")


def test_two_who_answer_at_once_lose_nothing(client, member, assembly):
    client.force_login(member)
    asked = services.ask(actor=member, assemblee=assembly, body="Et le gaz ?")
    page = page_of(assembly, f"vos-questions/{asked.pk}/")
    mine = typed(client.get(page)) | {"answer": "La mienne."}
    services.answer_asked(actor=member, asked=asked, answer="La leur.")
    refused = client.post(page, mine)
    assert refused.status_code == 409
    assert "La mienne." in refused.content.decode()
    asked.refresh_from_db()
    assert asked.answer == "La leur."
    with pytest.raises(AnsweredMeanwhile):
        services.answer_asked(actor=member, asked=asked, answer="Autre.", version="vieille")


def test_only_members_ask_answer_and_take_off(assembly, member):
    stranger = UserFactory()
    asked = services.ask(actor=member, assemblee=assembly, body="Et le gaz ?")
    for act in (
        lambda: services.ask(actor=stranger, assemblee=assembly, body="Moi ?"),
        lambda: services.answer_asked(actor=stranger, asked=asked, answer="Non."),
        lambda: services.remove_asked(actor=stranger, asked=asked),
    ):
        with pytest.raises(NotOfTheBuilding):
            act()
    assert AskedBefore.objects.get().answer == ""


def test_each_page_takes_few_queries(
    client, member, assembly, witness, django_assert_max_num_queries
):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE | MEETING)
    for rank in range(5):
        asked = services.ask(actor=member, assemblee=assembly, body=f"Question {rank} ?")
        services.answer_asked(actor=member, asked=asked, answer="Oui.")
    client.force_login(member)
    client.get(page_of(assembly))
    for what in ("", "temoignage/", "questions/", "vos-questions/"):
        with django_assert_max_num_queries(10, info=what):
            client.get(page_of(assembly, what))


def test_a_page_of_before_takes_off_no_question_that_was_answered_since(client, member, assembly):
    asked = services.ask(actor=member, assemblee=assembly, body="Et le gaz ?")
    client.force_login(member)
    shown = client.get(page_of(assembly, f"vos-questions/{asked.pk}/"))
    version = shown.context["form"]["version"].value()
    services.answer_asked(actor=member, asked=asked, answer="Il s’arrête.")
    remove = page_of(assembly, f"vos-questions/{asked.pk}/retirer/")
    page = client.post(remove, {"version": version}, follow=True)
    assert "La question reste" in page.text
    assert AskedBefore.objects.get().answer == "Il s’arrête."
