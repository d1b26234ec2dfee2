"""The committee's report: a period beside the one before, printed or written."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from ambassadeurs.stats.enums import Aim
from ambassadeurs.stats.halfyear import Row, last_half_year, period_before, report
from ambassadeurs.stats.models import CountedDay, ReportNote, Target, Voice
from ambassadeurs.stats.pdf import as_pdf, template_values
from ambassadeurs.stats.periods import Period
from ambassadeurs.stats.report import Delay, PublishedFigure, statistics
from socle.public_pages import touch_public_pages

from .test_publication_rules import tally

OPENING = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 1, 1), date(2026, 6, 30)),
    ],
)
def test_the_half_year_that_is_over(today, first, last):
    for opening in (OPENING, last):
        assert last_half_year(today, opening) == Period(first, last)
    opened = last + timedelta(days=1)
    assert last_half_year(today, opened) == Period(opened, today, is_all=True)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (
            Period(date(2026, 1, 1), date(2026, 6, 30)),
            Period(date(2025, 7, 1), date(2025, 12, 31)),
        ),
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 3, 2), date(2026, 3, 4)), Period(date(2026, 2, 27), date(2026, 3, 1))),
        (Period(date(2025, 7, 1), date(2025, 12, 31)), Period(OPENING, date(2025, 6, 30))),
        # One day of it came before the opening.
        (Period(date(2025, 1, 4), date(2025, 1, 7)), None),
    ],
)
def test_the_period_before_is_as_long(period, before):
    assert period_before(period, OPENING) == before


def figure(raw):
    return PublishedFigure("tests", "adresses testées", str(raw), raw, "tests", "", "")


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(20, 5, "+15"), (5, 20, "-15"), (5, 5, "0"), (None, 5, "–"), (5, None, "–")],
)
def test_the_change_is_told_with_its_sign(now, before, told):
    assert Row(figure(now), figure(before)).change_told == told
    assert Row(figure(now), None).change_told == "–"


@pytest.mark.django_db
@pytest.mark.parametrize(("now", "before"), [(0, 7), (2, 12), (7, 0), (3, 3)])
def test_no_change_is_told_beside_a_number_that_is_hidden(client, now, before):
    CountedDay.objects.create(day=OPENING, counted_at="2026-09-01T12:00:00Z")
    tally(date(2025, 9, 1), "demandes", before)
    tally(date(2026, 2, 1), "demandes", now)
    found = report(Period(date(2026, 1, 1), date(2026, 6, 30)), OPENING, None)
    row = next(row for row in found.rows if row.figure.key == "demandes")
    assert "moins de 5" in row.figure.value + row.before.value
    assert row.change_told == "–"
    in_pdf = next(cells for cells in template_values(found, "")["rows"] if cells[0] == row.label)
    assert in_pdf[-1] == "–"


@pytest.mark.django_db
def test_the_report_compares_and_says_nothing_of_stocks_of_before(client):
    CountedDay.objects.create(day=OPENING, counted_at="2026-09-01T12:00:00Z")
    tally(date(2025, 9, 1), "demandes", 12)
    tally(date(2026, 2, 1), "demandes", 23)
    found = report(Period(date(2026, 1, 1), date(2026, 6, 30)), OPENING, None)
    rows = {row.figure.key: row for row in found.rows}
    assert (rows["demandes"].figure.raw, rows["demandes"].change_told) == (25, "+15")
    assert rows["guides"].before is None
    page = client.get("/stats/rapport/?du=2026-01-01&au=2026-06-30")
    cells = BeautifulSoup(page.content, "html.parser").find("th", string="Mises en relation")
    told = [cell.get_text() for cell in cells.find_parent("tr").select("td")]
    assert told == ["25", "10", "+15"]
    text = plain(BeautifulSoup(page.content, "html.parser").main.get_text())
    assert "Guides publiés, à ce jour" in text and "Ambassadeurs vérifiés, à ce jour" in text
    assert "Mises en relation, à ce jour" not in text
    assert "Comptés le 1er septembre 2026 à 14 h : « à ce jour » veut dire à ce moment-là." in text
    # Nothing was measured.
    assert "La communauté, à une question : trop peu de réponses pour le dire." in text
    assert "la moitié en" not in text


@pytest.mark.parametrize(
    ("median", "slow", "in_time", "said"),
    [
        (1, 30, 80, "la moitié en 1 h, neuf sur dix en 30 h, 80 % en 2 jours"),
        (1, None, None, "la moitié en 1 h"),
        (None, None, 80, "80 % en 2 jours"),
        (None, None, None, "trop peu de réponses pour le dire"),
    ],
)
def test_a_delay_says_what_was_measured_and_no_more(median, slow, in_time, said):
    assert plain(Delay("question", "", 0, median, slow, in_time, "en 2 jours").told) == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 9, 1, 12, tzinfo=UTC), "Comptés le 1er septembre 2026 à 14 h"),
        (None, "Rien n’est encore compté"),
    ],
)
def test_the_pdf_says_when_its_figures_were_counted(at, said):
    made = as_pdf(report(Period(date(2026, 1, 1), date(2026, 6, 30)), OPENING, at), "Essai")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert said in " ".join(plain(text).split())


@pytest.mark.django_db
def test_a_wrong_period_is_told_beside_its_field(client):
    page = client.get("/stats/rapport/?du=2999-01-01")
    assert page.status_code == 200
    assert "dans l’avenir" in page.text


@pytest.fixture
def told(db):
    """A half-year with a target of each kind, a note and somebody's comment."""
    CountedDay.objects.create(day=OPENING, counted_at="2026-09-01T12:00:00Z")
    tally(date(2025, 9, 1), "demandes", 12)
    tally(date(2026, 2, 1), "demandes", 1223)
    tally(date(2026, 2, 1), "echeances:question", 8)
    tally(date(2026, 2, 1), "echeances_tenues:question", 6)
    Target.objects.create(indicator="demandes", value=2000, due=date(2026, 12, 31))
    Target.objects.create(indicator="part_reponse_rapide", value=90, due=date(2026, 6, 30))
    Target.objects.create(indicator="guides", value=5, due=date(2027, 1, 1))
    note = ReportNote.objects.create(
        first=date(2026, 1, 1),
        last=date(2026, 6, 30),
        changed="Le tableau du syndic est ouvert.\n\nLes guides sont relus.",
        budget="Trois personnes à temps plein.",
        is_public=True,
    )
    note.voices.add(Voice(text="On m’a répondu : <b>#super</b> ?", source="echange"))
    note.save()
    return Period(date(2026, 1, 1), date(2026, 6, 30))


def cells(page, words):
    row = next(one for one in page.select("tr") if one.th.get_text().startswith(words))
    return [plain(cell.get_text()) for cell in row.select("td")]


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def test_targets_notes_and_sentences_are_told(client, told):
    page = BeautifulSoup(
        client.get("/stats/rapport/?du=2026-01-01&au=2026-06-30").content, "html.parser"
    )
    targets = page.find("caption", string="Les objectifs").find_parent("table")
    # Counts from the opening: 12 + 1 223, by fives. A share is of the period, a stock of today.
    asked = ["2 000", "31 décembre 2026", "1 235", "62 %"]
    assert cells(targets, "Mises en relation, depuis") == asked
    assert cells(targets, "Part des questions")[:3] == ["90 %", "30 juin 2026", "75 %"]
    assert cells(targets, "Guides publiés, aujourd’hui")[2:] == ["0", "0 %"]
    text = plain(page.get_text())
    assert "Part des questions répondues en 48 heures" in text
    assert "Le tableau du syndic est ouvert. Les guides sont relus." in text
    assert "« On m’a répondu : <b>#super</b> ? », après un échange ou une visite." in text
    assert "Trois personnes à temps plein." in text
    assert page.find("a", string=re.compile("/budget/"))


def test_a_note_not_shown_yet_or_of_another_period_stays_apart(client, told):
    address = "/stats/rapport/?du=2026-01-01&au=2026-06-30"
    assert "tableau du syndic" not in client.get(address.replace("06-30", "06-29")).text
    ReportNote.objects.update(is_public=False)
    touch_public_pages()
    page = client.get(address).text
    assert "tableau du syndic" not in page
    assert "Ce que disent" not in page


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        # The next one due once the period is over; else the last of those due within it.
        ([date(2026, 6, 30), date(2026, 12, 31)], date(2026, 6, 30)),
        ([date(2026, 6, 29), date(2026, 12, 31)], date(2026, 12, 31)),
        ([date(2026, 1, 1), date(2026, 6, 29)], date(2026, 6, 29)),
        ([date(2025, 12, 31)], None),
    ],
)
@pytest.mark.django_db
def test_the_target_of_a_period(due, shown):
    for day in due:
        Target.objects.create(indicator="tests", value=10, due=day)
    found = Target.objects.of_period(date(2026, 1, 1), date(2026, 6, 30))
    assert [one.due for one in found] == ([shown] if shown else [])


@pytest.mark.django_db
def test_every_target_is_of_a_figure_that_the_report_tells():
    tally(date(2026, 2, 1), "avis", 10)
    tally(date(2026, 2, 1), "avis_utiles", 5)
    known = {one.key for one in statistics(Period(OPENING, date(2026, 6, 30)), None).figures}
    assert set(Aim.values) - known == {Aim.CO2}


@pytest.mark.django_db
def test_co2_that_is_not_published_is_not_said_to_be_nothing():
    Target.objects.create(indicator=Aim.CO2, value=250, due=date(2026, 12, 31))
    period = Period(OPENING, date(2026, 6, 30))
    (told,) = report(period, OPENING, None).targets
    assert (told.reached, told.reached_told) == (None, "non publié")


def test_as_many_queries_with_more_targets_and_notes(told, django_assert_num_queries):
    with django_assert_num_queries(9):
        report(told, OPENING, None)
    for number, aim in enumerate(("tests", "avis", "coproprietes")):
        Target.objects.create(indicator=aim, value=10, due=date(2026, 12, 31))
        day = date(2026, 2, 1 + number)
        note = ReportNote.objects.create(first=day, last=day, is_public=True)
        note.voices.add(Voice(text="Merci"))
        note.save()
    with django_assert_num_queries(9):
        report(told, OPENING, None)


def test_the_command_writes_the_same_report(client, told, tmp_path):
    """The page and the PDF: the same numbers in the same order."""
    place = tmp_path / "rapport.pdf"
    call_command("impact_report", first="2026-01-01", last="2026-06-30", output=place)
    page = client.get("/stats/rapport/?du=2026-01-01&au=2026-06-30")
    text = "".join(plain("".join(one.extract_text() for one in PdfReader(place).pages)).split())
    rows = BeautifulSoup(page.content, "html.parser").select("main tr")
    assert rows
    for row in rows:
        line = "".join(cell.get_text() for cell in row.select("th, td"))
        assert "".join(plain(line).split()) in text, line
    for words in ("Le tableau du syndic est ouvert.", "<b>#super</b>", "Trois personnes à temps"):
        assert "".join(words.split()) in text


def test_the_pdf_is_read_by_everybody(told):
    """PDF/UA-1: tagged, in French, with its title; fonts are inside."""
    with pikepdf.open(io.BytesIO(as_pdf(report(told, OPENING, None), "Essai"))) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Rapport d’activité de Essai"
        fonts = {name for one in pdf.pages for name in one.Resources.Font}
    assert fonts


@pytest.mark.parametrize(
    ("period", "problem"),
    [
        ({"first": "2026-02-02", "last": "2026-02-01"}, "avant le début"),
        ({"first": "2000-01-01", "last": "2020-01-01"}, "trop longue"),
        ({"first": "2999-01-01"}, "dans l’avenir"),
        ({"last": "2999-01-01"}, "dans l’avenir"),
        ({"first": "hier"}, "date"),
        ({"output": Path("rapport.html")}, r"\.pdf"),
    ],
)
@pytest.mark.django_db
def test_what_the_command_refuses(period, problem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=problem):
        call_command("impact_report", **period)
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_without_a_name_the_file_is_named_by_its_days(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = StringIO()
    call_command("impact_report", first="2026-01-01", last="2026-01-31", stdout=out)
    (place,) = tmp_path.iterdir()
    assert place.name in out.getvalue()
    assert place.read_bytes().startswith(b"%PDF")
