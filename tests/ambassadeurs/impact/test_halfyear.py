"""The committee's report: a period beside the one before, printed or written."""

from datetime import date
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from ambassadeurs.impact.halfyear import Row, last_half_year, period_before, report
from ambassadeurs.impact.models import CountedDay
from ambassadeurs.impact.periods import Period
from ambassadeurs.impact.report import Figure

from .test_publishing import tally

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
    assert last_half_year(today) == Period(first, last)


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
    return Figure("tests", "adresses testées", str(raw), raw, "tests", "", "")


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(20, 5, "+15"), (5, 20, "-15"), (5, 5, "0"), (None, 5, "–"), (5, None, "–")],
)
def test_the_change_is_told_with_its_sign(now, before, told):
    assert Row(figure(now), figure(before)).change_told == told
    assert Row(figure(now), None).change_told == "–"


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


@pytest.mark.django_db
def test_a_wrong_period_is_told_beside_its_field(client):
    page = client.get("/stats/rapport/?du=2999-01-01")
    assert page.status_code == 200
    assert "dans l’avenir" in page.text


@pytest.mark.django_db
def test_the_command_writes_the_same_report(tmp_path):
    CountedDay.objects.create(day=OPENING, counted_at="2026-09-01T12:00:00Z")
    tally(date(2026, 2, 1), "demandes", 23)
    place = tmp_path / "rapport.html"
    call_command("impact_report", first="2026-01-01", last="2026-06-30", output=place)
    page = BeautifulSoup(place.read_text(encoding="utf-8"), "html.parser")
    assert page.find("th", string="Mises en relation").find_next("td").get_text() == "20"
    out = StringIO()
    call_command("impact_report", stdout=out)
    assert "Rapport d’activité" in out.getvalue()
    with pytest.raises(CommandError, match="avant le début"):
        call_command("impact_report", first="2026-02-02", last="2026-02-01")
