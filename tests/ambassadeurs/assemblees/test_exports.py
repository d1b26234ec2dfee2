"""The papers as files: a tagged PDF, texts for a word processor, what they leave out."""

import io
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal

import docx
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from ambassadeurs.assemblees.dossier import exports, lots, services
from ambassadeurs.assemblees.dossier.amounts import written
from ambassadeurs.assemblees.dossier.exports import Block, blocks_of
from ambassadeurs.assemblees.dossier.papers import PAPERS, printed, text_of
from ambassadeurs.assemblees.errors import IndividualHeating, NotOfTheBuilding
from ambassadeurs.assemblees.models import MADE_WITHIN, Dossier, DossierPdf
from ambassadeurs.assemblees.services import plan
from socle.calendar import date_format
from tests import clock
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

from .dossiers import DAY, WHOLE, page_of, plain
from .factories import AssembleeFactory, project_of

pytestmark = pytest.mark.django_db
NAME = "Les Tilleuls"
MEETING = {"meeting_on": date(2027, 3, 10), "meeting_hour": time(19)}


@pytest.fixture
def _worker_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def assembly(member):
    network = ReseauFactory(name="Réseau des Alpes")
    building = project_of(member, name=NAME, nearest_reseau=network)
    return AssembleeFactory(copropriete=building, held_on=DAY)


def dossier_of(assembly, **more):
    numbers = written(WHOLE | more)
    return Dossier.objects.create(assemblee=assembly, numbers=numbers, edited_at=timezone.now())


def read(content):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return [" ".join(plain(page).split()) for page in pages]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Les Tilleuls – n° 3, l’œuvre à 5 €", "Les Tilleuls – n° 3, l’œuvre à 5 €"),
        ("Les 🌳 Tilleuls", "Les  Tilleuls"),
        ("👩‍🔧 Léa", " Léa"),
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("a\x07b\x85c\nd", "abc\nd"),
        ("e\u0301té", "été"),
        ("日本 عربي", " "),
        ("\ue000\U000f0000", ""),
    ],
)
def test_what_a_font_refuses_is_taken_out(typed, kept):
    assert lots.printable(typed) == kept


def test_the_font_draws_all_that_is_left_in(assembly):
    kept = (chr(point) for first, end in lots._DRAWN for point in range(first, end))
    whole = "".join(one for one in kept if unicodedata.category(one)[0] not in "CM")
    assembly.copropriete.name = f"{whole}{lots._DRAWN_TOO.strip()}"
    made, removed = exports.as_pdf(dossier_of(assembly))
    assert made.startswith(b"%PDF")
    assert removed == 0


def test_what_is_read_together_stays_on_one_line():
    said = "le 30 avril 2027 et le 1er juin, article 25 f, puis 24 II b (11 I 3°) : 3 lots"
    tied = said.replace("30 avril 2027", "30~avril~2027").replace("1er juin", "1er~juin")
    tied = tied.replace("article 25 f", "article~25~f").replace("24 II b", "24~II~b")
    assert lots.tied(said) == tied.replace("11 I 3°", "11~I~3°").replace("~", "\u00a0")


def test_a_word_longer_than_a_line_is_cut_inside_the_page(assembly):
    long = "M" * 200
    made, removed = exports.as_pdf(dossier_of(assembly, meeting_place=long, **MEETING))
    assert removed == 0
    (page,) = [one for one in PdfReader(io.BytesIO(made)).pages[1:] if "MMMM" in one.extract_text()]
    rows = [row for row in page.extract_text().splitlines() if "MMMM" in row]
    assert max(len(row.replace(lots.BREAK, "").strip()) for row in rows) <= 40
    assert "".join("".join(rows).split()).replace(lots.BREAK, "") == 2 * long


def test_both_halves_of_the_invitation_are_alike(assembly):
    pages = read(exports.as_pdf(dossier_of(assembly, meeting_place="Halle", **MEETING))[0])
    (page,) = [one for one in pages[1:] if "Halle" in one]
    title = PAPERS["invitation"][0]
    first, second = page.split(title)[1:]
    assert first.strip() == second.removesuffix(" /").strip() or first.strip() in second


def test_a_text_is_cut_by_its_shape():
    text = (
        "Objet : le raccordement\n\nMadame,\nMonsieur,\n\n1. Et si ?\nRien.\n\n"
        "Pourquoi ?\nCeci.\n\n"
        "Réseau de chaleur\n   Un an : 3 €.\n\nDeux façons :\n- venir ;\n- écrire.\n\n[  ] Le devis"
    )
    assert list(blocks_of(text)) == [
        Block("heading", ("Objet : le raccordement",)),
        Block("text", ("Madame,", "Monsieur,")),
        Block("heading", ("1. Et si ?",)),
        Block("text", ("Rien.",)),
        Block("heading", ("Pourquoi ?",)),
        Block("text", ("Ceci.",)),
        Block("heading", ("Réseau de chaleur",)),
        Block("text", ("Un an : 3 €.",)),
        Block("text", ("Deux façons :",)),
        Block("list", ("venir ;", "écrire.")),
        Block("boxes", ("Le devis",)),
    ]


def test_the_pdf_is_tagged_titled_in_french_and_light(assembly):
    made, removed = exports.as_pdf(dossier_of(assembly))
    root = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    title = PdfReader(io.BytesIO(made)).metadata.title
    assert title == f"Le dossier de l’assemblée du 15 avril 2027, {NAME}, Grenoble"
    assert len(made) <= 300_000
    assert removed == 0


def test_the_pdf_says_every_paper_to_the_word(assembly):
    dossier = dossier_of(assembly, meeting_place="Halle", **MEETING)
    pages = read(exports.as_pdf(dossier)[0])
    whole = " ".join(pages)
    for title, _ in PAPERS.values():
        assert title in pages[0]
    assert f"Pas encore prêts : {PAPERS['temoignage'][0]}." in pages[0]
    for key in PAPERS.keys() - {"temoignage"}:
        assert PAPERS[key][0] in " ".join(pages[1:])
        for block in blocks_of(printed(key, assembly, dossier)):
            for line in block.lines:
                said = " ".join(plain(line).split())
                assert said.replace("- ", "-") in whole.replace("- ", "-"), said
    (invitation,) = [page for page in pages if "Invitation à la réunion d’information" in page][1:]
    assert invitation.count("Halle") == 2
    assert "Convocation notifiée au plus tard" in pages[-1]
    assert "24 mars 2027" in pages[-1]


@pytest.mark.usefixtures("_worker_at_once")
def test_what_was_taken_out_of_a_name_is_counted_and_said(client, member, assembly):
    assembly.copropriete.name = "Les \u202eTilleuls 🌳"
    assembly.copropriete.save()
    dossier_of(assembly)
    pdf = services.ask_pdf(actor=member, assemblee=assembly)
    pdf.refresh_from_db()
    assert pdf.removed > 0
    client.force_login(member)
    page = plain(client.get(page_of(assembly)).content.decode())
    assert f"{pdf.removed} signes (émojis, caractères invisibles) en ont été retirés" in page


def test_what_the_page_and_the_word_file_leave_out_is_said(client, member, assembly):
    dossier_of(assembly)
    client.force_login(member)
    page = client.get(page_of(assembly, "lettre/")).content.decode()
    assert "caractères invisibles" not in page
    assembly.copropriete.name = "Les 🌳 Tilleuls\u202e"
    assembly.copropriete.save()
    page = client.get(page_of(assembly, "lettre/")).content.decode()
    assert "2 signes (émojis, caractères invisibles) ont été retirés" in plain(page)
    paper, textarea = page.split("as-paper")[1], page.split("<textarea")[1]
    for part in (paper, textarea):
        assert "Les  Tilleuls" in part
        assert "🌳" not in part
    file = docx.Document(io.BytesIO(client.get(page_of(assembly, "lettre.docx")).content))
    assert not any("🌳" in one.text for one in file.paragraphs)


@pytest.mark.parametrize("key", exports.EDITED)
def test_a_paper_for_a_word_processor_has_its_headings_and_its_language(assembly, key):
    text = text_of(key, assembly, services.numbers_of(dossier_of(assembly), assembly))
    opened = docx.Document(io.BytesIO(exports.as_docx(key, text, assembly)))
    styles = {one.style.name for one in opened.paragraphs}
    assert "Heading 1" in styles
    assert 'w:val="fr-FR"' in opened.styles.element.xml
    assert opened.core_properties.title.endswith(NAME)
    told = plain("\n".join(one.text for one in opened.paragraphs))
    for block in blocks_of(text):
        assert plain("\n".join(block.lines)) in told


def test_a_box_to_tick_is_a_box_in_the_word_processor(assembly):
    file = exports.as_docx("resolutions", "[  ] À vérifier par le syndic", assembly)
    last = docx.Document(io.BytesIO(file)).paragraphs[-1]
    assert (last.text, last.style.name) == ("☐ À vérifier par le syndic", "Normal")


@pytest.mark.usefixtures("_worker_at_once")
def test_the_worker_makes_the_pdf_once_asked_and_the_page_hands_it(client, member, assembly):
    client.force_login(member)
    page = client.get(page_of(assembly)).content.decode()
    assert "Tout le dossier en un PDF" in page
    assert client.get(page_of(assembly, "dossier.pdf")).status_code == 404
    answer = client.post(page_of(assembly, "pdf/"))
    assert answer.url == page_of(assembly) + "#pdf"
    page = plain(client.get(page_of(assembly)).content.decode())
    assert "Tout le dossier, à imprimer" in page
    assert "Refaire le PDF" in page
    got = client.get(page_of(assembly, "dossier.pdf"))
    assert got["Content-Type"] == "application/pdf"
    made = timezone.localdate(DossierPdf.objects.get().made_at)
    assert got["Content-Disposition"] == f'attachment; filename="dossier-fait-le-{made}.pdf"'
    assert NAME in read(got.content)[0]
    assert not services.make_pdf.func(DossierPdf.objects.get().pk)


def test_while_it_is_made_the_page_says_so_then_that_it_failed(
    client, member, assembly, monkeypatch
):
    dossier = dossier_of(assembly)
    now = timezone.now()
    DossierPdf.objects.create(dossier=dossier, asked_at=now)
    client.force_login(member)
    page = client.get(page_of(assembly)).content.decode()
    assert "Le PDF se prépare" in page
    # To the page itself, not to a part of it: that would load nothing again.
    assert f'href="{page_of(assembly)}">Voir s’il est prêt' in page
    client.post(page_of(assembly, "pdf/"))
    assert DossierPdf.objects.get().asked_at == now
    clock.stop(monkeypatch, at=now + MADE_WITHIN + timedelta(seconds=1))
    page = client.get(page_of(assembly)).content.decode()
    assert "Il n’a pas pu être fait" in page
    assert "Tout le dossier en un PDF" in page


@pytest.mark.usefixtures("_worker_at_once")
def test_a_pdf_made_before_the_last_change_says_so(client, member, assembly, monkeypatch):
    dossier_of(assembly)
    services.ask_pdf(actor=member, assemblee=assembly)
    client.force_login(member)
    assert "avant vos derniers changements" not in client.get(page_of(assembly)).content.decode()
    clock.stop(monkeypatch, at=timezone.now() + timedelta(hours=1))
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE | {"years": 24})
    assert "avant vos derniers changements" in client.get(page_of(assembly)).content.decode()


@pytest.mark.usefixtures("_worker_at_once")
def test_the_papers_sent_are_those_of_the_pdf(member, assembly):
    dossier_of(assembly)
    services.say_sent(actor=member, assemblee=assembly)
    assembly.copropriete.name = "Autre nom"
    assembly.copropriete.save()
    services.ask_pdf(actor=member, assemblee=assembly)
    pages = read(bytes(DossierPdf.objects.get().content))
    sent_on = date_format(timezone.localdate(), "j F Y")
    assert f"Demande dite envoyée au syndic le {sent_on}" in pages[0]
    assert NAME in pages[1]


def test_nobody_else_has_the_files_and_individual_heating_has_none(client, member, assembly):
    with pytest.raises(NotOfTheBuilding):
        services.ask_pdf(actor=UserFactory(), assemblee=assembly)
    assembly.copropriete.heating_mode = "individuel"
    assembly.copropriete.save()
    with pytest.raises(IndividualHeating):
        services.ask_pdf(actor=member, assemblee=assembly)
    client.force_login(member)
    assert client.get(page_of(assembly, "lettre.docx")).status_code == 302
    answer = client.post(page_of(assembly, "pdf/"), follow=True)
    assert "ne sont pas rédigées ici" in answer.content.decode()
    assert not DossierPdf.objects.exists()


def test_only_three_papers_are_for_a_word_processor(client, member, assembly):
    client.force_login(member)
    # Nothing to edit yet.
    lacking = client.get(page_of(assembly, "lettre.docx"))
    assert lacking.url == page_of(assembly, "lettre/")
    assert "docx" not in client.get(lacking.url).content.decode()
    dossier_of(assembly)
    answer = client.get(page_of(assembly, "resolutions.docx"))
    assert answer["Content-Type"] == exports.WORD
    assert client.get(page_of(assembly, "comptage.docx")).status_code == 404
    page = client.get(page_of(assembly, "lettre/")).content.decode()
    assert page_of(assembly, "lettre.docx") in page
    assert "docx" not in client.get(page_of(assembly, "comptage/")).content.decode()


def test_the_files_are_read_by_members_alone(assembly):
    stranger = Client()
    stranger.force_login(UserFactory())
    for what in ("dossier.pdf", "lettre.docx"):
        assert stranger.get(page_of(assembly, what)).url == "/mon-compte/copropriete/"
        assert Client().get(page_of(assembly, what)).status_code == 302


def test_the_counting_sheet_of_every_vote_is_one_page(assembly):
    every = {
        "has_duty": True,
        "wants_loan": True,
        "loan": Decimal(80000),
        "loan_from": "Banque des Alpes",
        "loan_years": 15,
        "loan_rate": Decimal("3.5"),
        "wants_premises": True,
        "premises": "la chaufferie",
        "meters": "compteurs",
        "meters_max": Decimal(9000),
        "several_offers": True,
    }
    pages = read(exports.as_pdf(dossier_of(assembly, **every))[0])
    (page,) = [one for one in pages[1:] if PAPERS["comptage"][0] in one]
    assert "10. Honoraires" in page
    assert "État des textes de loi" in page


def move(member, assembly):
    plan(actor=member, copropriete=assembly.copropriete, held_on=DAY + timedelta(days=21))


def answer(member, assembly):
    asked = services.ask(actor=member, assemblee=assembly, body="Et le gaz ?")
    services.answer_asked(actor=member, asked=asked, answer="Il s’arrête.")


@pytest.mark.parametrize(("act", "is_sent"), [(move, False), (move, True), (answer, True)])
@pytest.mark.usefixtures("_worker_at_once")
def test_a_pdf_that_says_something_else_is_said_late(client, member, assembly, is_sent, act):
    """What is for the neighbours follows the day, even once the rest was said sent."""
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    if is_sent:
        services.say_sent(actor=member, assemblee=assembly)
    client.force_login(member)
    client.post(page_of(assembly, "pdf/"))
    late = "Il date d’avant vos derniers changements"
    assert late not in client.get(page_of(assembly)).text
    made = DossierPdf.objects.get().made_at - timedelta(minutes=1)
    DossierPdf.objects.update(asked_at=made, made_at=made)
    Dossier.objects.update(edited_at=made)
    act(member, assembly)
    assert late in client.get(page_of(assembly)).text
