"""The desk on the home of `/gestion/`, and readers’ comments at `/gestion/avis/`."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.dashboard.models import HandledComment, LinkPlace, OutgoingLink
from cms.dashboard.services import handle_comments
from cms.dashboard.wagtail_hooks import DeskPanel
from cms.numbers import DESK_NUMBERS
from cms.pages.enums import MessageState
from cms.pages.models import PageComment, PageUsefulness
from cms.starter import EDITORS, TEAM, WRITERS
from socle.facts_registry.models import Figure
from socle.scheduler.runner import run
from socle.search.models import MissedSearch
from tests.clock import stop
from tests.cms.factories import make_guide
from tests.cms.pages.factories import make_message
from tests.cms.test_admin import person
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = "/gestion/avis/"


@pytest.fixture
def guide():
    return make_guide(title="Le vote")


@pytest.fixture
def editor(client, guide):
    someone = person(EDITORS)
    client.force_login(someone)
    return someone


def comment(page, text="Trop long.", **fields):
    return PageComment.objects.create(page=page, text=text, is_useful=False, **fields)


def judged(page, useful, useless):
    PageUsefulness.objects.create(page=page, useful=useful, useless=useless)


def dead_link(page, url="https://a.fr/"):
    link = OutgoingLink.objects.create(
        url=url, failed_days=2, last_failed_on=date(2026, 11, 25), reason="page introuvable (404)"
    )
    LinkPlace.objects.create(link=link, page=page)


def missed(number=1):
    now = timezone.now()
    MissedSearch.objects.create(
        fingerprint=f"{number:064d}", text=f"chaudière {number}", people=3, last_at=now
    )


def desk_of(user):
    request = RequestFactory().get("/gestion/")
    request.user = user
    return BeautifulSoup(DeskPanel().render_html({"request": request}), "html.parser")


def test_the_desk_says_what_people_sent_and_leads_to_it(editor, guide):
    comment(guide)
    judged(guide, 1, 4)
    judged(make_guide(title="Aides"), 5, 0)
    judged(make_guide(title="Peu lu"), 4, 0)
    make_message()
    missed()
    dead_link(guide)
    desk = desk_of(editor)
    text = " ".join(desk.get_text(" ").split())
    for said in (
        "1 message sans réponse",
        "1 avis à traiter",
        "Le vote : 20 % de « oui » sur 5 réponses, 1 avis à lire",
        "Aides : 100 % de « oui » sur 5 réponses",
        "« chaudière 1 », 3 personnes",
        "https://a.fr/ : page introuvable (404), dans Le vote",
    ):
        assert said in text, text
    assert "Peu lu" not in text
    leads = {link["href"] for link in desk.select("a")}
    assert {
        f"/gestion/messages/?state={MessageState.NEW}",
        URL,
        f"{URL}?de={guide.pk}",
        f"/gestion/pages/{guide.pk}/edit/",
        "/gestion/recherches-sans-resultat/",
        "https://a.fr/",
    } <= leads


def test_each_line_of_the_desk_leads_to_a_page(client, editor, guide):
    comment(guide)
    judged(guide, 1, 4)
    make_message()
    missed()
    dead_link(guide)
    ours = {link["href"] for link in desk_of(editor).select("a") if link["href"][0] == "/"}
    assert {client.get(address).status_code for address in ours} == {200}


def test_a_page_whose_address_was_taken_before_its_hour_is_told_at_the_desk(editor, monkeypatch):
    now = stop(monkeypatch)
    guide = make_guide(title="Programmé", slug="avant")
    guide.save_revision().publish()
    guide.refresh_from_db()
    draft = guide.get_latest_revision_as_object()
    draft.slug, draft.go_live_at = "pris", now + timedelta(hours=1)
    draft.save_revision().publish()
    taker = make_guide(title="Venu entre-temps", slug="pris")

    def late():
        return "Pages qui n’ont pas paru à leur heure" in desk_of(editor).get_text()

    assert not late()
    due = stop(monkeypatch, now + timedelta(hours=1, minutes=16))
    run(due, only=["cms.publish"])
    guide.refresh_from_db()
    assert (guide.slug, late()) == ("avant", True)
    address = f"/gestion/pages/{guide.pk}/edit/"
    assert desk_of(editor).select_one(f"a[href='{address}']").text == "Programmé"
    taker.delete()
    run(due, only=["cms.publish"])
    guide.refresh_from_db()
    assert (guide.slug, late()) == ("pris", False)


def test_a_writer_reads_neither_messages_nor_comments(guide):
    comment(guide)
    judged(guide, 1, 4)
    make_message()
    missed()
    text = desk_of(person(WRITERS)).get_text()
    assert not any(word in text for word in ("Messages", "Avis", "utiles", "Recherches"))
    assert "Rien n’attend" in text


def test_as_many_queries_for_one_line_as_for_twenty(guide):
    user = UserFactory(is_superuser=True)

    def fill(numbers):
        for number in numbers:
            page = make_guide(reviewed_at=date(2020, 1, 1))
            comment(page)
            judged(page, number % 2 * 5, (number + 1) % 2 * 5)
            make_message()
            missed(number)
            dead_link(page, f"https://a.fr/{number}")

    Figure.objects.filter(key="co2_gaz_acv").update(valid_until=date(2025, 12, 31), year="2024")
    fill(range(2))
    # What a process keeps is read once.
    desk_of(user)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk_of(user)
    fill(range(2, 20))
    with CaptureQueriesContext(connection) as many:
        desk_of(user)
    assert len(many) == len(few)


def test_comments_are_listed_page_by_page_until_they_are_dealt_with(client, editor, guide):
    other = make_guide(title="Aides")
    first, last = comment(guide), comment(guide, "Il manque le prix.")
    comment(other, "Très clair.")
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    assert [one.get_text(strip=True) for one in page.select("h2.w-h3")] == ["Aides", "Le vote"]
    assert [one["value"] for one in page.select("[name=avis]")][1:] == [str(last.pk), str(first.pk)]
    sent = client.post(f"{URL}?de={guide.pk}", {"avis": [first.pk, last.pk]})
    assert (sent.status_code, sent.url) == (302, f"{URL}?de={guide.pk}")
    assert "Aucun avis à traiter" in client.get(sent.url).text
    assert "Il manque le prix." not in client.get(URL).text
    assert "Il manque le prix." in client.get(f"{URL}?etat=traites").text
    # Sent twice, nothing more.
    assert client.post(URL, {"avis": [first.pk]}).status_code == 302
    assert HandledComment.objects.count() == 2


def test_nothing_ticked_is_told_and_what_was_ticked_stays(client, editor, guide):
    one = comment(guide)
    assert "Cochez au moins un avis" in client.post(URL).text
    wrong = client.post(URL, {"avis": [one.pk, one.pk + 1]})
    assert wrong.status_code == 422
    page = BeautifulSoup(wrong.content, "html.parser")
    assert page.title.get_text(strip=True).startswith("Erreur –")
    assert page.select_one("[name=avis]").has_attr("checked")
    assert client.get(f"{URL}?etat=x&de=rien&p=9").status_code == 200


def test_comments_have_pages(client, editor, guide):
    for number in range(DESK_NUMBERS.comments_a_page + 1):
        comment(guide, f"Avis {number}.", day=timezone.localdate() - timedelta(days=number))
    assert "Avis 50." not in client.get(URL).text
    assert "Avis 50." in client.get(f"{URL}?etat=a-traiter&p=2").text


def test_as_many_queries_for_one_comment_as_for_twenty(client, editor, guide):
    comment(guide)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for _ in range(19):
        comment(make_guide())
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)


def test_who_reads_the_comments(client, guide):
    one = comment(guide)
    for group, may in ((EDITORS, True), (TEAM, True), (WRITERS, False), (None, False)):
        someone = person(group)
        client.force_login(someone)
        assert client.get(URL).status_code == (200 if may else 302)
        assert ("Avis des lecteurs" in client.get("/gestion/").text) is may
        if not may:
            assert client.post(URL, {"avis": [one.pk]}).status_code == 302
            with pytest.raises(PermissionDenied):
                handle_comments(actor=someone, pks=[one.pk])
    assert not HandledComment.objects.exists()


def test_what_was_dealt_with_is_erased_with_the_comment(editor, guide):
    one = comment(guide)
    assert handle_comments(actor=editor, pks=[one.pk, one.pk + 1]) == 1
    one.delete()
    assert not HandledComment.objects.exists()
