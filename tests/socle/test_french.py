import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from socle.calendar import PARIS, date_format
from socle.french import ago, roughly


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "demande"),
        (1, "demande"),
        (1.5, "demande"),
        (2, "demandes"),
        ("0", "demande"),
        ("2", "demandes"),
        ([], "demande"),
        (["une", "deux"], "demandes"),
        ("moins de 5", "demande"),
        (None, "demande"),
    ],
)
def test_every_template_says_the_singular_below_two(value, said):
    page = Template("demande{{ value|pluralize }}")
    assert page.render(Context({"value": value})) == said


def test_other_endings_than_an_s():
    page = Template("attend{{ value|pluralize:',ent' }}")
    assert page.render(Context({"value": 0})) == "attend"
    assert page.render(Context({"value": 2})) == "attendent"


@pytest.mark.parametrize(
    ("moment", "form", "said"),
    [
        (date(2026, 12, 1), "l j F Y", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "l j F Y", "vendredi 11 décembre 2026"),
        (date(2026, 12, 1), "d/m/Y", "01/12/2026"),
        (date(2026, 12, 1), r"j F \à \j", "1er décembre à j"),
        # The first already, in Paris.
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "j F", "1er décembre"),
    ],
)
def test_the_first_of_a_month(moment, form, said):
    page = Template("{{ moment|date:form }}")
    assert page.render(Context({"moment": moment, "form": form})) == said
    if not isinstance(moment, datetime):
        assert date_format(moment, form) == said


@pytest.mark.parametrize(
    ("at", "form", "said"),
    [
        (
            datetime(2026, 12, 4, 18, 30, tzinfo=PARIS),
            "l j F à H:i",
            "vendredi 4 décembre à 18 h 30",
        ),
        (datetime(2026, 12, 4, 18, 0, tzinfo=PARIS), "j F Y, H:i", "4 décembre 2026, 18 h"),
        (datetime(2026, 12, 4, 9, 5, tzinfo=PARIS), "H:i", "9 h 05"),
        (datetime(2026, 12, 1, 0, 0, tzinfo=PARIS), "j F à H:i", "1er décembre à 0 h"),
        # What machines read, and what is no format.
        (datetime(2026, 12, 4, 18, 0, tzinfo=PARIS), r"Y-m-d\TH:i:sO", "2026-12-04T18:00:00+0100"),
        (datetime(2026, 12, 4, 18, 0, tzinfo=PARIS), r"\H:i", "H:00"),
        # A day has no hour.
        (date(2026, 12, 4), "j F", "4 décembre"),
    ],
)
def test_an_hour_is_said_in_one_way(at, form, said):
    page = Template("{{ at|date:form }}")
    shown = page.render(Context({"at": at, "form": form}))
    assert shown == date_format(at, form)
    # None of its spaces may end a line.
    assert shown == re.sub(r"(\d) h\b", "\\1\u00a0h", said).replace("h ", "h\u00a0")


def test_no_text_says_an_hour_otherwise():
    """By `H:i`, to our own filter or our own `date_format`."""
    otherwise = re.compile(r"\|time\b|G.?\\+h|H\\+h|%H.?h|utils\.formats import date_format")
    found = set()
    for folder in ("templates", "socle", "cms", "communaute", "ambassadeurs", "config"):
        for path in (settings.BASE_DIR / folder).rglob("*"):
            # What people type is read as they write it.
            if path.suffix in {".html", ".txt", ".py", ".typ"} and path.name != "formats.py":
                found |= {f"{path} : {one[0]}" for one in otherwise.finditer(path.read_text())}
    assert found == set()


def test_a_date_without_format_or_without_date():
    page = Template("{{ day|date }}|{{ none|date:'j F' }}|{{ word|date:'j F' }}")
    context = {"day": date(2026, 12, 2), "none": None, "word": "hier"}
    assert page.render(Context(context)) == "2 décembre 2026||"


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 octet"), (8_192, "8,0 ko"), (12 * 1024**2, "12,0 Mo")]
)
def test_the_size_of_a_file(size, said):
    page = Template("{{ size|filesizeformat }}").render(Context({"size": size}))
    assert page.replace("\xa0", " ") == said


def test_a_delay_is_said_in_one_unit_before_and_after():
    now = timezone.now()
    assert roughly(now - timedelta(hours=3, minutes=20)) == "3\u00a0heures"
    assert roughly(now + timedelta(days=2, hours=5)) == "2\u00a0jours"
    assert roughly(now - timedelta(days=11, hours=23)) == "11\u00a0jours"
    assert roughly(now - timedelta(days=40)) == "1\u00a0mois"
    assert roughly(now - timedelta(seconds=20)) == "moins d’une minute"


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=59), "à l’instant"),
        (timedelta(minutes=1), "il y a 1\u00a0minute"),
        (timedelta(minutes=59, seconds=59), "il y a 59\u00a0minutes"),
        (timedelta(hours=1), "il y a 1\u00a0heure"),
        (timedelta(hours=23, minutes=59), "il y a 23\u00a0heures"),
        (timedelta(days=1), "il y a 1\u00a0jour"),
        (timedelta(days=6, hours=23), "il y a 6\u00a0jours"),
        (timedelta(days=7), "il y a 1\u00a0semaine"),
        (timedelta(days=23), "il y a 3\u00a0semaines"),
        (timedelta(days=29), "il y a 4\u00a0semaines"),
        (timedelta(days=30), "il y a 1\u00a0mois"),
        (timedelta(days=100), "il y a 3\u00a0mois"),
        (timedelta(days=344), "il y a 11\u00a0mois"),
        (timedelta(days=345), "il y a 1\u00a0an"),
        (timedelta(days=730), "il y a 2\u00a0ans"),
    ],
)
def test_a_moment_of_the_past_is_rounded_to_one_unit(monkeypatch, past, said):
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert ago(now - past) == said


def test_a_moment_keeps_its_exact_date_at_hand(monkeypatch):
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    shown = Template('{% moment at "x" %}').render(Context({"at": now - timedelta(days=24)}))
    assert shown == (
        '<time class="x" datetime="2026-11-01T13:00:00+01:00" '
        'title="1er novembre 2026 à 13\u00a0h">'
        "il y a 3\u00a0semaines</time>"
    )


def test_a_relative_date_is_said_in_one_way():
    """`ago` and `roughly` round to one unit; Django's own filters say « 3 semaines, 2 jours »."""
    templates = (settings.BASE_DIR / "templates").rglob("*.*")
    used = re.compile(r"\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b")
    assert [path.name for path in templates if used.search(path.read_text("utf-8"))] == []
