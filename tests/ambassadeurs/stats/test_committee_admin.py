"""Targets and notes of the report, through the admin’s own forms."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.stats.models import CountedDay, ReportNote, Target, Voice
from cms.pages.models import PageComment
from cms.starter import EDITORS, TEAM, WRITERS
from tests.ambassadeurs.visites.factories import SurveyFactory
from tests.cms.factories import make_guide, make_site
from tests.cms.site.screens import errors, fresh, send, shown
from tests.cms.test_admin import person, sign_in

pytestmark = pytest.mark.django_db
NOTES, TARGETS = "/gestion/rapport/notes/", "/gestion/rapport/objectifs/"
PERIOD = {"first": "2026-01-01", "last": "2026-06-30"}


@pytest.fixture
def site():
    return make_site()


def enter(client, group):
    sign_in(client, person(group))
    return client


def note(client, **fields):
    response = send(client, f"{NOTES}add/", **PERIOD, **fields)
    return response, ReportNote.objects.first()


def test_an_editor_quotes_what_people_said(client, site):
    guide = make_guide(slug="guide")
    # Open since March: the report of the half-year is counted from there, its note is on all of it.
    CountedDay.objects.create(day="2026-03-01", counted_at="2026-09-01T12:00:00Z")
    told = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    SurveyFactory(answered_at=told, helpful=True, comment="Clair. Merci à Paul, 06 12 34 56 78")
    SurveyFactory(answered_at=told.replace(hour=22, minute=0), helpful=True, comment="En juillet")
    PageComment.objects.create(page=guide, is_useful=True, text="Un schéma ?", day="2026-01-01")
    enter(client, EDITORS)
    response, kept = note(client, is_public="on", changed="Les guides sont relus.")
    assert response.status_code == 302, errors(response)
    screen = f"{NOTES}edit/{kept.pk}/"
    page = BeautifulSoup(client.get(screen).content, "html.parser")
    boxes = page.select("input[name=comments]")
    offered = [page.find("label", attrs={"for": one["id"]}) for one in boxes]
    assert [" ".join(one.get_text().split()) for one in offered] == [
        "Clair. Merci à Paul, [téléphone retiré] (après un échange ou une visite)",
        "Un schéma ? (au pied d’une page)",
    ]
    keys = [one["value"] for one in boxes]
    for _ in range(2):
        response = client.post(screen, shown(client, screen) | {"comments": keys})
        assert response.status_code == 302, errors(response)
    assert Voice.objects.count() == 2
    response = send(client, screen, **{"voices-0-text": "Clair."})
    assert response.status_code == 302, errors(response)
    fresh()
    client.logout()
    public = client.get("/stats/rapport/?du=2026-01-01&au=2026-06-30").text
    assert "« Clair. »" in public
    assert "Paul" not in public
    assert "Un schéma" in public


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"first": "2026-07-01"}, "La fin est avant le début."),
        ({"first": "2999-01-01", "last": "2999-02-01"}, "avenir"),
        (
            {
                "voices-TOTAL_FORMS": "1",
                "voices-0-text": "Appelez le 06 12 34 56 78",
                "voices-0-source": "page",
                "voices-0-ORDER": "1",
            },
            "Retirez ce qui désigne une personne : téléphone.",
        ),
    ],
)
def test_a_note_that_is_refused(client, site, fields, problem):
    enter(client, EDITORS)
    response = client.post(f"{NOTES}add/", shown(client, f"{NOTES}add/") | PERIOD | fields)
    assert response.status_code == 200
    assert problem in errors(response)
    assert not ReportNote.objects.exists()


def test_the_team_moves_a_target_to_a_day_to_come_and_its_history_says_so(client, site):
    enter(client, TEAM)
    fields = {"indicator": "part_reponse_rapide", "value": "80", "due": "2026-12-31"}
    add, sent = f"{TARGETS}add/", shown(client, f"{TARGETS}add/") | fields
    assert "Cette date est passée" in errors(client.post(add, sent | {"due": "2026-11-25"}))
    assert client.post(add, sent).status_code == 302
    assert "déjà un objectif" in errors(client.post(add, sent))
    kept = Target.objects.get()
    screen = f"{TARGETS}edit/{kept.pk}/"
    changed = shown(client, screen)
    assert "Une part va de 1 à 100" in errors(client.post(screen, changed | {"value": "101"}))
    assert "supérieure ou égale à 1" in errors(client.post(screen, changed | {"value": "0"}))
    moved = changed | {"value": "100", "reason": "comité du 12 mars"}
    assert client.post(screen, moved).status_code == 302
    assert [one.content["value"] for one in kept.revisions.order_by("pk")] == [80, 100]
    assert client.get(f"{TARGETS}history/{kept.pk}/").status_code == 200
    # What was reached, or not, is corrected still.
    Target.objects.update(due="2026-11-25")
    assert send(client, screen, reason="comité").status_code == 302
    assert "Cette date est passée" in errors(send(client, screen, due="2026-11-24"))


@pytest.mark.parametrize(
    ("group", "screen"), [(WRITERS, NOTES), (WRITERS, TARGETS), (EDITORS, f"{TARGETS}add/")]
)
def test_who_may_not(client, site, group, screen):
    enter(client, group)
    assert client.get(screen).status_code in {302, 403}
