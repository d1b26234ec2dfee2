"""« Cette page vous a-t-elle été utile ? »"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import RulesPage, StandardPage
from cms.numbers import PAGE_NUMBERS
from cms.pages.models import PageComment, PageUsefulness
from cms.pages.querysets import judged_pages
from cms.site.models import EasyPage
from socle.scheduler.runner import run
from tests.cms.factories import make_guide, make_site
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/avis/"
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    """A day never ends in the middle of a test."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def vote(client, guide, answer="oui", **fields):
    return client.post(URL, {"page": guide.pk, "utile": answer} | fields)


def counted():
    return list(PageUsefulness.objects.order_by("pk").values_list("useful", "useless"))


def test_a_page_kept_for_everybody_asks_and_counts_without_a_cookie():
    client = Client(enforce_csrf_checks=True)
    guide = make_guide()
    page = BeautifulSoup(client.get(guide.url).content, "html.parser")
    form = page.select_one(".cu-useful form")
    assert form["action"] == URL
    assert [button["value"] for button in form.select("button")] == ["oui", "non"]
    sent = {"page": form.select_one("[name=page]")["value"], "utile": "oui", "mot": "Clair."}
    response = client.post(URL, sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.url == f"/avis/{guide.pk}/merci/"
    thanks = client.get(response.url)
    assert guide.title in thanks.text
    assert not response.cookies and not thanks.cookies
    assert counted() == [(1, 0)]
    comment = PageComment.objects.get()
    assert (comment.text, comment.is_useful, comment.day) == ("Clair.", True, NOON.date())


@pytest.mark.parametrize("kind", [StandardPage, RulesPage, EasyPage])
def test_simple_pages_ask_too(client, kind):
    make_site()
    page = kind.objects.live().first()
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert html.select_one("meta[property='og:title']")["content"] == page.title
    form = html.select_one(".cu-useful form")
    sent = {"page": form.select_one("[name=page]")["value"], "utile": "non", "mot": ""}
    assert client.post(form["action"], sent).url == f"/avis/{page.pk}/merci/"
    assert counted() == [(0, 1)]


def test_a_reader_counts_once_a_day_and_a_page(client, monkeypatch):
    guide, other = make_guide(), make_guide()
    for _ in range(2):
        assert vote(client, guide, mot="Encore.").status_code == 302
    vote(client, other, "non")
    assert counted() == [(1, 0), (0, 1)]
    assert PageComment.objects.count() == 1
    # The same address, with an account, is another reader.
    client.force_login(UserFactory())
    vote(client, guide, "non")
    assert counted() == [(1, 1), (0, 1)]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=1))
    vote(client, guide)
    assert counted() == [(1, 1), (0, 1), (1, 0)]


def test_one_reader_does_not_judge_the_whole_site(client, settings):
    settings.NUMBERS = {"pages": {"votes_a_day": 2}}
    for _ in range(3):
        assert vote(client, make_guide()).status_code == 302
    assert counted() == [(1, 0), (1, 0)]


def test_who_voted_is_kept_nowhere_in_clear(client, monkeypatch):
    places = []
    for name in ("add", "set"):
        keep = getattr(cache, name)

        def note(place, *rest, keep=keep, **options):
            places.append(place)
            return keep(place, *rest, **options)

        monkeypatch.setattr(cache, name, note)
    vote(client, make_guide())
    assert [place for place in places if "useful" in place]
    assert not [place for place in places if "127.0.0.1" in place]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"utile": "peut-être"}, 422),
        ({"utile": ""}, 422),
        ({"mot": "x" * 501}, 422),
        ({"mot": "x" * 500}, 302),
        ({"page": "0"}, 422),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, fields, status):
    response = client.post(URL, {"page": make_guide().pk, "utile": "oui", "mot": "Bien."} | fields)
    assert response.status_code == status
    assert PageUsefulness.objects.exists() == (status == 302)
    if status == 422 and "page" not in fields:
        assert fields.get("mot", "Bien.") in response.text


def test_neither_another_site_nor_a_robot_counts(client):
    guide = make_guide()
    refused = client.post(
        URL, {"page": guide.pk, "utile": "oui"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert refused.status_code == 403
    assert vote(client, guide, website="https://pilules.example").status_code == 302
    assert counted() == []


def test_a_page_that_is_not_public_is_not_judged(client):
    draft, private = make_guide(live=False), make_guide()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for guide in (draft, private):
        assert vote(client, guide).status_code == 422
        assert client.get(f"/avis/{guide.pk}/merci/").status_code == 404
    assert client.get(URL).status_code == 405


def test_the_least_useful_pages_come_first_and_few_votes_say_nothing():
    good, bad, unsure, past = (make_guide() for _ in range(4))
    today = NOON.date()
    rows = ((good, today, 4, 1), (bad, today, 1, 4), (unsure, today, 0, 4))
    for guide, day, yes, no in (*rows, (past, today - timedelta(days=91), 9, 9)):
        PageUsefulness.objects.create(page=guide, day=day, useful=yes, useless=no)
    PageUsefulness.objects.create(page=good, day=date(2026, 11, 1), useful=5, useless=0)
    with CaptureQueriesContext(connection) as queries:
        found = list(judged_pages(today - timedelta(days=90)))
    assert [(page.pk, page.useful, page.useless, page.share) for page in found] == [
        (bad.pk, 1, 4, 0.2),
        (good.pk, 9, 1, 0.9),
    ]
    assert len(queries) == 1


def test_words_are_erased_after_a_year():
    comment = PageComment.objects.create(page=make_guide(), is_useful=False, text="Trop long.")
    due = NOON + timedelta(days=PAGE_NUMBERS.days_kept)
    key = ["pages.erase_comments"]
    assert run(due - timedelta(days=1), only=key).counts == {}
    assert run(due, only=key).counts == {"page_comments_erased": 1}
    assert not PageComment.objects.filter(pk=comment.pk).exists()
