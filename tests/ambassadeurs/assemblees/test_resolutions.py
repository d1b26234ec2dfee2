"""What is drafted only when it is wanted, and what several or old offers change in the papers."""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from pypdf import PdfReader

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.amounts import LABELS, Numbers
from ambassadeurs.assemblees.dossier.exports import as_pdf
from ambassadeurs.assemblees.dossier.papers import drafts_of, papers_of, printed, text_of
from ambassadeurs.assemblees.enums import State
from ambassadeurs.assemblees.models import Assemblee, Dossier
from tests import clock
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import WHOLE, page_of, plain, send, typed

pytestmark = pytest.mark.django_db
LOAN = {
    "wants_loan": True,
    "loan": Decimal(80000),
    "loan_from": "Banque des Alpes",
    "loan_years": 15,
    "loan_rate": Decimal("3.5"),
}


def draft(assembly, key, **told):
    found = [
        one for one in drafts_of(assembly, Numbers(**WHOLE | told)) if one.resolution.key == key
    ]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("key", "wanted", "lacks"),
    [
        ("emprunt", {"wants_loan": True}, ("loan", "loan_from", "loan_years", "loan_rate")),
        ("locaux", {"wants_premises": True}, ("premises",)),
        ("compteurs", {"meters": "compteurs"}, ("meters_max",)),
    ],
)
def test_what_is_not_wanted_is_not_drafted_and_what_is_says_what_it_lacks(
    assembly, key, wanted, lacks
):
    assert draft(assembly, key) is None
    found = draft(assembly, key, **wanted)
    assert found.text == ""
    assert found.missing == tuple(LABELS[name] for name in lacks)
    (paper,) = [
        one for one in papers_of(assembly, Numbers(**WHOLE | wanted)) if one.key == "resolutions"
    ]
    assert paper.missing == found.missing


def test_the_loan_is_drafted_with_its_days_of_refusal(assembly):
    text = plain(draft(assembly, "emprunt", **LOAN).text)
    assert "de 80 000 € auprès de Banque des Alpes, sur 15 ans, au taux de 3,50 % par an" in text
    assert "au plus tard le 15 juillet 2027, et paie sa part au plus tard le 15 novembre" in text
    papers = Numbers(**WHOLE | LOAN)
    printed = text_of("resolutions", assembly, papers)
    assert "Majorité : celle des travaux, article 25 f (26-4 III)" in printed
    # Nobody is called what the loan pays.
    assert "solde, l’emprunt collectif déduit pour qui y participe, selon la clé" in plain(printed)
    assert "appelle le solde selon la clé" in plain(draft(assembly, "fonds").text)
    assert "Emprunt collectif : ses conditions" in text_of("annexes", assembly, papers)


def test_the_question_of_a_loan_is_on_the_agenda_even_when_nobody_wants_one(assembly):
    bare = Numbers(**WHOLE)
    assert "article 25-3" in text_of("resolutions", assembly, bare)
    assert "article 25-3" in text_of("lettre", assembly, bare)
    assert "Emprunt collectif" not in text_of("annexes", assembly, bare)
    assert "25-3" not in text_of("resolutions", assembly, Numbers(**WHOLE | LOAN))
    study = Numbers(operator="Chaleur des Alpes")
    assert "25-3" not in text_of("lettre", assembly, study) + text_of(
        "resolutions", assembly, study
    )


def test_premises_are_never_printed_without_the_box_of_the_syndic(assembly):
    found = draft(assembly, "locaux", wants_premises=True, premises="la chaufferie")
    assert found.text.startswith("[  ] À vérifier par le syndic")
    assert "26 a, ou 25 d" in found.text
    assert "pour la durée du contrat (20 ans), la chaufferie" in plain(found.text)


@pytest.mark.parametrize(
    ("meters", "said"),
    [
        ("compteurs", "des compteurs d’énergie thermique"),
        ("repartiteurs", "des répartiteurs de frais de chauffage"),
    ],
)
def test_meters_are_those_that_are_wanted(assembly, meters, said):
    found = draft(assembly, "compteurs", meters=meters, meters_max=Decimal(9000))
    assert f"dans chaque logement {said}, pour un montant maximal de 9 000 € TTC" in plain(
        found.text
    )
    assert found.resolution.majority == "article 25 l"


def test_a_resolution_that_lacks_a_number_is_in_no_paper_and_the_page_says_which(
    client, member, assembly
):
    lacking = WHOLE | {"contract": "", "contract_ends": None, "mandate_max": None}
    services.save_numbers(actor=member, assemblee=assembly, numbers=lacking)
    kept = Dossier.objects.get()
    whole = " ".join(
        " ".join(plain(page.extract_text()).split())
        for page in PdfReader(io.BytesIO(as_pdf(kept)[0])).pages
    )
    client.force_login(member)
    file = docx.Document(io.BytesIO(client.get(page_of(assembly, "resolutions.docx")).content))
    words = "\n".join(one.text for one in file.paragraphs)
    # Raccorder, contrat, fonds, honoraires: the same numbers before them everywhere.
    for said in (words, text_of("comptage", assembly, Numbers(**lacking)), whole):
        assert "4. Honoraires du syndic sur les travaux" in said
    for said in (words, text_of("comptage", assembly, Numbers(**lacking))):
        assert "vous manque" not in said
        assert "Mettre fin au contrat de chauffage" not in said
    assert "décide de raccorder" in whole
    assert "Les projets de résolution sont joints" in whole
    left_out = "Mettre fin au contrat de chauffage (Contrat de chauffage à arrêter, Date de sa fin)"
    assert f"faute de ce qui est entre parenthèses : {left_out} ; Donner mandat" in whole
    for key in ("resolutions", "comptage", "lettre"):
        page = plain(read_page(client.get(page_of(assembly, f"{key}/"))))
        assert "2 projets de résolution ne sont dans aucun document" in page
        assert left_out in page


def test_the_votes_are_counted_of_the_texts_that_were_sent(member, assembly):
    kept = send(member, assembly)
    before = printed("comptage", assembly, kept)
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE | LOAN | {"fees": None})
    kept = Dossier.objects.get()
    assert printed("comptage", assembly, kept) == before
    titles = re.findall(r"^\d+\. .*$", printed("resolutions", assembly, kept), re.M)
    for title in titles:
        assert f"{title} (" in before
    services.take_back(actor=member, assemblee=assembly)
    assert "Souscrire un emprunt" in printed("comptage", assembly, Dossier.objects.get())


def test_several_offers_are_each_voted_before_any_second_vote(assembly):
    one, several = Numbers(**WHOLE), Numbers(**WHOLE, several_offers=True)
    for key in ("resolutions", "comptage"):
        assert "avant tout second vote" in text_of(key, assembly, several)
        assert "avant tout second vote" not in text_of(key, assembly, one)
    assert "pour chaque offre" in text_of("annexes", assembly, several)


def test_an_offer_older_than_six_months_is_said_where_it_is_used(
    client, member, assembly, monkeypatch
):
    said = "L’offre du 2 octobre 2026 a plus de six mois"
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    using = ("page", "comparaison", "resolutions", "annexes")
    for day, is_old in ((date(2027, 4, 2), False), (date(2027, 4, 3), True)):
        clock.stop(monkeypatch, at=clock.NOON.replace(year=day.year, month=day.month, day=day.day))
        client.force_login(member)
        assert (said in plain(read_page(client.get(page_of(assembly))))) is is_old
        for key in using:
            printed = plain(text_of(key, assembly, Numbers(**WHOLE)))
            assert (said in printed) is is_old, key
            assert not re.search(r"\n{4}", printed)
    services.say_sent(actor=member, assemblee=assembly)
    page = plain(read_page(client.get(page_of(assembly))))
    assert said in page and "Les documents le disent aussi" not in page
    # Once it is over, nothing is asked of the operator any more.
    Assemblee.objects.update(state=State.HELD)
    assert said not in plain(read_page(client.get(page_of(assembly))))


def test_what_is_wanted_is_typed_on_the_page(client, member, assembly):
    client.force_login(member)
    sent = typed(
        client.get(page_of(assembly)), offer_on="2026-10-02", wants_loan="on", loan="80 000 €"
    )
    assert client.post(page_of(assembly), sent).status_code == 302
    text = plain(read_page(client.get(page_of(assembly)))).lower()
    assert "prêteur, durée de l’emprunt, taux de l’emprunt" in text
    refused = client.post(page_of(assembly), sent | {"meters": "horloges"})
    assert refused.status_code == 422
    assert "meters" in refused.context["form"].errors


def test_a_paper_added_after_the_dossier_was_sent_is_read_as_it_is_now(client, member, assembly):
    kept = send(member, assembly)
    del kept.frozen["texts"]["annexes"]
    kept.save()
    client.force_login(member)
    assert "Pièces à joindre" in read_page(client.get(page_of(assembly, "annexes/")))


def test_the_articles_of_a_study_and_of_a_mandate_are_whole(assembly):
    study = text_of("resolutions", assembly, Numbers(operator="Chaleur des Alpes"))
    assert "article 24 I ; article 24 II g pour un diagnostic technique global (DTG)" in study
    mandate = draft(assembly, "mandat").resolution.majority
    assert mandate.endswith("nommés dans le texte (décret du 17 mars 1967, article 21)")
