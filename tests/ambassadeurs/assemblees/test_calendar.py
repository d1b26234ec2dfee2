"""The dates of an assembly, to the day."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from ambassadeurs.assemblees.calendar import Due, dates_of, dates_with, first_delays, in_months
from socle.facts_registry.models import Figure
from socle.facts_registry.services import change_figure, load_first_facts
from socle.public_pages import forget_held


def test_c01_the_calendar_of_an_assembly():
    out = io.StringIO()
    call_command("assembly_calendar", "2027-04-15", stdout=out)
    assert json.loads(out.getvalue()) == {
        "offre": "2026-09-27",
        "certificats": "2026-12-16",
        "question": "2027-01-30",
        "reunion": "2027-03-16",
        "convocation": "2027-03-24",
        "correspondance": "2027-04-11",
        "assemblee": "2027-04-15",
        "pv": "2027-05-15",
        "nouvelle_ag_convoquee": "2027-07-15",
        "contestation": "2027-07-15",
        "refus_pret": "2027-07-15",
        "travaux": "2027-07-16",
        "paiement_refus": "2027-11-15",
    }


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
    ],
)
def test_a_delay_in_months_ends_on_the_same_day_or_the_last_one(day, months, found):
    assert in_months(day, months) == found


def test_dates_come_in_their_order():
    dates = list(dates_with(first_delays(), date(2028, 2, 29)).values())
    assert dates == sorted(dates)


@pytest.mark.django_db
def test_the_delays_are_those_that_the_pages_quote(client, django_capture_on_commit_callbacks):
    day = date(2027, 4, 15)
    assert dates_of(day) == dates_with(first_delays(), day)
    load_first_facts()
    for key, value in (("convocation_jours", 30), ("seconde_assemblee_mois", 4)):
        figure = Figure.objects.get(key=key)
        figure.low = value
        with django_capture_on_commit_callbacks(execute=True):
            change_figure(figure=figure, seen=figure.number, actor=None)
    forget_held()
    dates = dates_of(day)
    assert dates[Due.NOTICE] == date(2027, 3, 15)
    assert dates[Due.NEW_ASSEMBLY] == date(2027, 8, 15)
    typed = {"article": "25f", "voix": 10000, "pour": 2000, "contre": 5000, "date": "2026-11-30"}
    assert "au plus tard le 30 mars 2027" in client.get("/compter-les-voix/", typed).text


@pytest.mark.parametrize("typed", ["15/04/2027", "demain", "2027-02-30", "9999-12-31"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(CommandError):
        call_command("assembly_calendar", typed)
