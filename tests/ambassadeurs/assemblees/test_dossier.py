"""The papers of an assembly: filled or with what they lack, kept as sent, for members alone."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from ambassadeurs.assemblees.calendar import Due
from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.amounts import LABELS, Numbers, read, written
from ambassadeurs.assemblees.dossier.exports import EDITED
from ambassadeurs.assemblees.dossier.papers import (
    PAPERS,
    drafts_of,
    papers_of,
    text_of,
)
from ambassadeurs.assemblees.dossier.resolutions import RESOLUTIONS, steps_of
from ambassadeurs.assemblees.errors import (
    DossierChanged,
    IndividualHeating,
    NotOfTheBuilding,
    NotReady,
)
from ambassadeurs.assemblees.models import Dossier
from ambassadeurs.assemblees.services import plan, tell_result
from tests import clock
from tests.ambassadeurs.simulation.test_views import text_of as read_page
from tests.communaute.comptes.factories import UserFactory

from .dossiers import DAY, WHOLE, page_of, plain, send, typed
from .factories import AssembleeFactory, project_of

pytestmark = pytest.mark.django_db


def test_numbers_are_kept_in_their_types():
    kept = written(WHOLE | {"has_duty": True})
    assert read(kept) == Numbers(**WHOLE, has_duty=True)
    assert written(dict.fromkeys(LABELS)) == {}
    assert read({}) == Numbers()
    assert read(written({"fund": Decimal(0)})).missing("fund") == []


def test_without_an_offer_the_papers_ask_for_a_study(assembly):
    numbers = Numbers(operator="Chaleur des Alpes")
    (draft,) = drafts_of(assembly, numbers)
    assert plain(draft.text).startswith(
        "L’assemblée demande à Chaleur des Alpes une étude et une offre de raccordement au réseau "
        "des Alpes (identifiant"
    )
    assert "l’étude d’un raccordement de l’immeuble" in text_of("lettre", assembly, numbers)
    papers = {one.key: one.missing for one in papers_of(assembly, numbers)}
    assert set(papers) == set(PAPERS)
    # Those for the neighbours want a meeting, and somebody who tells.
    assert {key for key, missing in papers.items() if missing} == {"temoignage", "invitation"}


def test_no_draft_is_printed_while_a_number_is_missing(assembly):
    numbers = Numbers(operator="Chaleur des Alpes", offer_on=date(2026, 10, 2))
    for key in ("resolutions", "lettre", "annexes", "comptage"):
        text = text_of(key, assembly, numbers)
        assert text.startswith("Il vous manque : Travaux, montant maximal, Puissance")
        assert text.count("\n") == 1
    missing = {one.key: one.missing for one in papers_of(assembly, numbers)}
    assert "R1" in missing["resolutions"]


def test_each_draft_carries_its_article_its_certainty_and_its_numbers(assembly):
    text = plain(text_of("resolutions", assembly, Numbers(**WHOLE)))
    for said in (
        "offre de Chaleur des Alpes du 2 octobre 2026 jointe à la convocation",
        "pour un montant maximal de 100 000 € TTC, aides non déduites. Article 25 f ; à défaut",
        "Cerema, 2019",
        "puissance 400 kW, R1 52 € HT par MWh, R2 62,5 € HT par kW et par an, durée 20 ans",
        "signer après le 15 juillet 2027",
        "affecte 12 000 € du fonds de travaux et appelle le solde selon la clé « charges de chauff",
        "met fin au contrat n° 12 de Gaz de l’Est à effet du 30 septembre 2027",
        "jusqu’au 31 décembre 2027 et dans la limite de 5 000 €",
        "fixe à 2,50 % du montant HT des travaux, dégressif selon 2 % au-delà",
        "État des textes de loi : 6 février 2026.",
    ):
        assert said in text, said
    assert "vous manque" not in text
    assert text.count("Majorité : ") == len([one for one in RESOLUTIONS if not one.wanted])
    both = text_of("resolutions", assembly, Numbers(**WHOLE, has_duty=True))
    assert both.count("Majorité : ") == text.count("Majorité : ") + 1
    assert "Article 24 II b." in both


def test_the_price_of_the_building_is_on_one_page_and_compared(assembly):
    text = plain(text_of("page", assembly, Numbers()))
    assert "raccordement de l’immeuble au réseau des Alpes ?" in text
    assert "un an avec le réseau : environ 1 " in text
    assert "travaux à payer pour se raccorder : environ" in text
    text = plain(text_of("comparaison", assembly, Numbers(**WHOLE)))
    assert "Chaudière à gaz neuve" in text
    assert "Pompe à chaleur" in text
    assert "prix de l’offre de Chaleur des Alpes" in text
    assembly.copropriete.lots = None
    assert "vous manque : Nombre de logements" in text_of("page", assembly, Numbers())
    missing = {one.key: one.missing for one in papers_of(assembly, Numbers(operator="X"))}
    assert missing["comparaison"] == ("Nombre de logements",)
    assert missing["lettre"] == ()


def test_twelve_questions_are_answered_in_a_few_words_and_a_figure_or_a_paper(assembly):
    text = text_of("questions", assembly, Numbers())
    parts = re.split(r"^\d+\. ", text, flags=re.M)[1:]
    assert len(parts) == 12
    for part in parts[:-1]:
        assert len(part.split()) <= 80
        assert re.search(r"\d|devis|contrat|décompte|lettre", part), part
        # What is measured says who measured it, and when.
        if re.search(r" % |€|à 35 °C", plain(part)):
            assert re.search(r"\(.*(France Chaleur Urbaine|20\d\d).*\)", part), part


def test_individual_heating_is_not_drafted_and_says_why(client, member, assembly):
    assembly.copropriete.heating_mode = "individuel"
    assembly.copropriete.save()
    with pytest.raises(IndividualHeating):
        drafts_of(assembly, Numbers(**WHOLE))
    client.force_login(member)
    assert "Nous ne rédigeons pas ces résolutions" in read_page(client.get(page_of(assembly)))
    assert client.get(page_of(assembly, "resolutions/")).status_code == 302
    refused = client.post(page_of(assembly, "envoye/"), follow=True)
    assert "ne sont pas rédigées ici" in read_page(refused)


def test_a_member_types_prints_and_says_it_sent(client, member, assembly):
    client.force_login(member)
    page = client.get(page_of(assembly))
    text = plain(read_page(page))
    assert "Résolutions Prêt . Lettre au syndic" in text
    assert all(label in text for label in LABELS.values())
    assert "24 mars 2027 : Convocation notifiée au plus tard" in text
    sent = typed(page, offer_on="2026-10-02")
    assert client.post(page_of(assembly), sent).status_code == 302
    text = plain(read_page(client.get(page_of(assembly))))
    assert "Résolutions Il manque : travaux, montant maximal, puissance souscrite, r1, r2" in text
    assert "Il manque encore de quoi écrire la lettre au syndic." in read_page(
        client.post(page_of(assembly, "envoye/"), follow=True)
    )
    client.post(page_of(assembly), typed(client.get(page_of(assembly)), works="100 000 €"))
    text = plain(read_page(client.get(page_of(assembly))))
    assert "Résolutions Il manque : puissance souscrite, r1, r2" in text
    for key in PAPERS:
        printed = client.get(page_of(assembly, f"{key}/"))
        assert printed.status_code == 200
        assert ("readonly" in printed.content.decode()) == (key in EDITED)
    assert client.get(page_of(assembly, "autre/")).status_code == 404
    # Of the eleven dates, the first is past.
    assert text.count("(passé)") == 1
    file = client.get(page_of(assembly, "agenda.ics"))
    assert file["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VEVENT") == 10


def test_what_was_sent_is_kept_and_what_changed_since_is_said(client, member, assembly):
    kept = send(member, assembly)
    assert services.say_sent(actor=member, assemblee=assembly) == kept
    dearer = WHOLE | {"works": Decimal(120_000)}
    services.save_numbers(actor=member, assemblee=assembly, numbers=dearer)
    client.force_login(member)
    text = plain(read_page(client.get(page_of(assembly))))
    assert "Depuis, ont changé ici : travaux, montant maximal." in text
    printed = plain(read_page(client.get(page_of(assembly, "resolutions/"))))
    assert "maximal de 100 000 € TTC" in printed
    assert "Tel qu’envoyé au syndic" in printed
    sent = client.post(page_of(assembly, "envoye/"), follow=True)
    assert "L’envoi était déjà noté, le 26 novembre 2026" in read_page(sent)
    for said in ("suivent de nouveau les nombres", "L’envoi n’était plus noté"):
        assert said in read_page(client.post(page_of(assembly, "pas-envoye/"), follow=True))
    assert "120 000 €" in plain(read_page(client.get(page_of(assembly, "resolutions/"))))
    assert Dossier.objects.get().frozen == {}


def test_an_operator_that_the_form_held_already_has_not_changed_since(client, member, assembly):
    numbers = WHOLE | {"operator": "", "fund": Decimal("12000.50")}
    services.save_numbers(actor=member, assemblee=assembly, numbers=numbers)
    services.say_sent(actor=member, assemblee=assembly)
    numbers["fund"] = Decimal("12000.5")
    services.save_numbers(actor=member, assemblee=assembly, numbers=numbers)
    client.force_login(member)
    assert "ont changé ici" not in read_page(client.get(page_of(assembly)))
    kept = numbers | {"operator": "Chaleur des Alpes", "meeting_place": "Salle des fêtes"}
    services.save_numbers(actor=member, assemblee=assembly, numbers=kept)
    text = read_page(client.get(page_of(assembly)))
    assert "Depuis, ont changé ici : lieu de la réunion" in plain(text)


def test_two_members_at_once_lose_nothing(member, assembly):
    client, other = Client(), Client()
    client.force_login(member)
    other.force_login(member)
    mine, theirs = client.get(page_of(assembly)), other.get(page_of(assembly))
    assert other.post(page_of(assembly), typed(theirs, kw="400")).status_code == 302
    refused = client.post(page_of(assembly), typed(mine, kw="380"))
    assert refused.status_code == 409
    assert "Quelqu’un vient de changer ces nombres" in read_page(refused)
    assert 'value="380"' in refused.content.decode()
    assert Dossier.objects.get().numbers["kw"] == "400"
    with pytest.raises(DossierChanged):
        services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE, version="other")


@pytest.mark.parametrize(
    "told",
    [
        {
            "works": "beaucoup",
            "r1": "5200",
            "years": "0",
            "offer_on": "2026-02-30",
            "fees": "101",
            "key": "x" * 121,
        },
        {"works": "-1", "years": "99", "offer_on": "0026-02-20"},
    ],
)
def test_bad_numbers_are_said_beside_their_field(client, member, assembly, told):
    client.force_login(member)
    refused = client.post(page_of(assembly), typed(client.get(page_of(assembly)), **told))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == set(told)
    assert not Dossier.objects.exists()


def test_it_is_too_late_when_the_notice_can_no_longer_leave(client, member, assembly):
    client.force_login(member)
    assert "Trop tard" not in read_page(client.get(page_of(assembly)))
    assembly.held_on = clock.NOON.date() + timedelta(days=22)
    assembly.save()
    assert "Trop tard" not in read_page(client.get(page_of(assembly)))
    assembly.held_on -= timedelta(days=1)
    assembly.save()
    assert "Trop tard pour celle-ci" in read_page(client.get(page_of(assembly)))


def test_only_members_write_and_read(client, member, assembly):
    stranger = UserFactory()
    with pytest.raises(NotOfTheBuilding):
        services.save_numbers(actor=stranger, assemblee=assembly, numbers=WHOLE)
    with pytest.raises(NotOfTheBuilding):
        services.say_sent(actor=stranger, assemblee=assembly)
    with pytest.raises(NotReady):
        services.save_numbers(actor=member, assemblee=assembly, numbers={"offer_on": DAY})
        services.say_sent(actor=member, assemblee=assembly)
    client.force_login(stranger)
    assert client.get(page_of(assembly)).url == "/mon-compte/copropriete/"
    # Of another building of the same person.
    other = AssembleeFactory(copropriete=project_of(stranger))
    assembly.copropriete_id = other.copropriete_id
    assert client.get(page_of(assembly)).url == "/mon-compte/copropriete/"


def test_the_page_takes_few_queries(client, member, assembly, django_assert_max_num_queries):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    client.force_login(member)
    client.get(page_of(assembly))
    with django_assert_max_num_queries(10):
        client.get(page_of(assembly))


@pytest.mark.parametrize(
    "wrong",
    [
        {
            "kw": ("0", "Plus de zéro"),
            "works": ("0", "Plus de zéro"),
            "mandate_max": ("0", "Plus de zéro"),
            "offer_on": ("2030-01-01", "jointe à la convocation : au plus tard le 15 avril 2027"),
            "fees": ("100", "30 au plus"),
            "mandate_until": ("2999-01-01", "vérifiez l’année"),
            "contract_ends": ("2027-04-15", "en décide le 15 avril 2027 : une date d’après"),
        },
        {
            "fund": ("999999", "C’est plus que les travaux"),
            "loan": ("999999", "C’est plus que les travaux"),
            "mandate_until": ("2020-01-01", "donné le 15 avril 2027 : une date d’après"),
            "contract_ends": ("9999-12-31", "vérifiez l’année"),
            "r1": ("0,05", "prix en € par kWh : écrivez 50 (€ HT par MWh)"),
            "r2": ("620", "De 10 à 200 € HT par kW et par an : vérifiez l’unité"),
        },
        {"loan": ("90000", "Avec la part du fonds de travaux, c’est plus que les travaux")},
    ],
)
def test_what_a_text_to_vote_cannot_say_is_refused_beside_its_field(
    client, member, assembly, wrong
):
    client.force_login(member)
    told = {"works": "170000", "fund": "90000"} | {
        name: value for name, (value, _) in wrong.items()
    }
    page = client.post(page_of(assembly), typed(client.get(page_of(assembly)), **told))
    assert page.status_code == 422
    errors = page.context["form"].errors
    said = {name: plain(errors[name].as_text()) for name in errors}
    assert said.keys() == wrong.keys()
    assert {name: text in said[name] for name, (_, text) in wrong.items()} == dict.fromkeys(
        wrong, True
    )
    shown = plain(page.text)
    assert [text for _, text in wrong.values() if text not in shown] == []
    assert not Dossier.objects.exists()


def test_the_substation_is_counted_unless_it_is_the_operators(assembly):
    said = "Une sous-station de "
    assert said in text_of("page", assembly, Numbers(**WHOLE))
    assert said in text_of("comparaison", assembly, Numbers(**WHOLE))
    assert said not in text_of("page", assembly, Numbers(**WHOLE, has_skid=True))


def test_days_that_an_assembly_moved_since_cannot_vote_are_missing(client, member, assembly):
    meeting = {"meeting_on": date(2027, 3, 10), "meeting_hour": time(19), "meeting_place": "Halle"}
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE | meeting)
    missing = {one.key: one.missing for one in papers_of(assembly, Numbers(**WHOLE, **meeting))}
    assert (missing["resolutions"], missing["invitation"]) == ((), ())
    assembly.held_on = date(2028, 6, 1)
    missing = {one.key: one.missing for one in papers_of(assembly, Numbers(**WHOLE, **meeting))}
    assert missing["resolutions"] == ("Date de sa fin", "Mandat du conseil, jusqu’au")
    assembly.held_on = date(2027, 3, 1)
    assembly.save()
    missing = {one.key: one.missing for one in papers_of(assembly, Numbers(**WHOLE, **meeting))}
    assert missing["invitation"] == ("Jour de la réunion d’information",)
    client.force_login(member)
    page = plain(client.get(page_of(assembly)).content.decode())
    assert "2027-03-10" in page, "what was typed stays in the form"
    said = "de l’assemblée est autre : jour de la réunion d’information. <a"
    base = page_of(assembly).removesuffix(f"{assembly.pk}/dossier/")
    shown = plain(client.get(base).text)
    assert (page.count(said), shown.count(said)) == (1, 1)


def test_a_date_moved_since_the_request_left_is_said_and_what_is_for_the_neighbours_follows_it(
    client, member, assembly
):
    send(member, assembly)
    client.force_login(member)
    assert "ont changé ici" not in client.get(page_of(assembly)).content.decode()
    assembly.held_on = DAY + timedelta(days=21)
    assembly.save()
    page = plain(client.get(page_of(assembly)).content.decode())
    assert "Depuis, ont changé ici : date de l’assemblée." in page
    read = {
        key: plain(client.get(page_of(assembly, f"{key}/")).content.decode())
        for key in ("absents", "comptage", "lettre")
    }
    for key in ("absents", "comptage"):
        assert "6 mai 2027" in read[key]
        assert "Tel qu’envoyé" not in read[key]
    assert "15 avril 2027" in read["lettre"]
    assert "Tel qu’envoyé" in read["lettre"]
    assert "celles d’aujourd’hui" not in read["lettre"]


@pytest.mark.parametrize("result", ["", "reportee", "hors_ordre", "rejetee"])
def test_the_dossier_follows_what_is_still_to_be_voted(member, assembly, monkeypatch, result):
    building = assembly.copropriete
    send(member, assembly)
    question = assembly.asked.create(body="Et la cave ?", asked_by=member)
    if result:
        clock.stop(monkeypatch, at=clock.NOON + (DAY - clock.NOON.date() + timedelta(days=1)))
        tell_result(actor=member, assemblee=assembly, result=result)
    else:
        plan(actor=member, copropriete=building, held_on=None)
    following = plan(actor=member, copropriete=building, held_on=DAY + timedelta(days=60))
    found = Dossier.objects.filter(assemblee=following).first()
    question.refresh_from_db()
    if result == "rejetee":
        assert (found, question.assemblee) == (None, assembly)
        return
    assert read(found.numbers) == Numbers(**WHOLE)
    assert (found.sent_on, found.frozen, question.assemblee) == (None, {}, following)
    # What was said sent stays with the assembly that it was for.
    assert Dossier.objects.get(assemblee=assembly).frozen["texts"]


def test_a_study_is_voted_at_article_24_in_every_paper(assembly):
    numbers = Numbers(operator="Chaleur des Alpes")
    for key in ("absents", "comptage"):
        assert "rticle 24" in text_of(key, assembly, numbers)
        assert "rticle 25" not in text_of(key, assembly, numbers)
        assert "rticle 25" in text_of(key, assembly, Numbers(**WHOLE))
    steps = {one.due for one in steps_of(assembly, numbers, DAY)}
    assert not steps & {Due.NEW_ASSEMBLY, Due.WORKS, Due.REFUSERS_PAID}
    loan = Numbers(**WHOLE, wants_loan=True)
    assert {Due.NEW_ASSEMBLY, Due.WORKS, Due.REFUSERS_PAID} <= {
        one.due for one in steps_of(assembly, loan, DAY)
    }


def test_a_letter_sent_late_asks_for_no_day_that_is_past(assembly):
    assert "avant le 24 mars 2027" in plain(text_of("lettre", assembly, Numbers(operator="X")))
    assembly.held_on = date(2026, 12, 10)
    assert "nous dire au plus vite" in plain(text_of("lettre", assembly, Numbers(operator="X")))
