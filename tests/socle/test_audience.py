"""Pages opened: added, told from five, and gathered without losing one."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from ambassadeurs.stats.services import first_day
from socle import audience
from socle.audience import add_views
from socle.models import PageView
from socle.scheduler.runner import run

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)


def add(day, **counts):
    """`guides=3` from nowhere told."""
    add_views({(day, f"/{page}/", ""): number for page, number in counts.items()})


def test_what_processes_count_is_added():
    for _ in range(2):
        add_views({(TODAY, "/", ""): 2, (TODAY, "/", "-"): 3, (TODAY, "", "moteur.test"): 1})
    assert audience.arrivals_of(TODAY) == 6
    assert first_day() == TODAY
    add_views({})
    add_views({(TODAY, "/" + "a" * 300, "b" * 300): 1})
    assert audience.arrivals_of(TODAY) == 7


def test_the_pages_most_opened_are_told_by_fives_of_days_that_are_over():
    add(TODAY, guides=100)
    add(date(2026, 11, 24), guides=3, faq=4, stats=12)
    add(date(2026, 10, 26), guides=4)
    add(date(2026, 10, 25), guides=100)
    add_views({(date(2026, 11, 24), "", "moteur.test"): 6, (date(2026, 11, 24), "/", "-"): 4})
    told = [(one.name, one.count) for one in audience.most_opened(TODAY)]
    assert told == [("/stats/", 10), ("/guides/", 5)]
    assert [(one.name, one.count) for one in audience.most_sent_from(TODAY)] == [("moteur.test", 5)]


def test_few_openings_are_counted_together_then_all_of_the_old_ones():
    recent, over, old = date(2026, 11, 18), date(2026, 11, 17), date(2024, 10, 25)
    for day in (recent, over, old):
        views = {("/a/", ""): 4, ("/b/", "-"): 4, ("/c/", "x.test"): 5, ("/c/", "y.test"): 2}
        add_views({(day, *key): number for key, number in views.items()})
    for _ in range(2):
        run(NOW, only=["stats.audience"])
    for day in (recent, over, old):
        assert audience.arrivals_of(day) == 11

    def kept(day):
        rows = PageView.objects.filter(day=day).order_by("page", "referrer")
        return [(row.page, row.referrer, row.count) for row in rows]

    assert len(kept(recent)) == 4
    assert kept(over) == [("", "", 6), ("", "-", 4), ("/c/", "x.test", 5)]
    assert kept(old) == [("", "", 11), ("", "-", 4)]


def test_the_page_begins_the_funnel_with_them(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    add(TODAY, guides=12)
    add(date(2026, 11, 24), guides=12)
    run(NOW, only=["stats.days"])
    page = client.get("/stats/").text
    funnel = page[page.index('class="im-funnel"') :]
    assert funnel.index("Arrivées sur le site") < funnel.index("Adresses testées")
    assert "Arrivées sur le site : <strong>20</strong>" in funnel
    add_views({(date(2026, 11, 24), "/", "moteur.test"): 7})
    page = client.get("/stats/audience/").text
    assert '<a href="/guides/">/guides/</a></td><td>10</td>' in page
    assert "<td>moteur.test</td><td>5</td>" in page
