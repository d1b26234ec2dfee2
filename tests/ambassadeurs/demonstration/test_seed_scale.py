import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from ambassadeurs.coproprietes.matching import match_ambassadeurs
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.services import set_position
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demonstration.scale import community
from ambassadeurs.visites.models import Booking, Visit
from communaute.moderation.models import Case, Notice
from communaute.questions.models import Answer, Question, Space, UsefulVote
from communaute.questions.text_pipeline.text import render

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def development(settings):
    settings.DEBUG = True


def scale(**options):
    out = io.StringIO()
    call_command("seed_scale", stdout=out, **options)
    return out.getvalue()


def test_rows_are_whole_and_counters_right():
    said = scale(questions=30, answers=120, ambassadeurs=45)
    assert "30 questions, 120 réponses, 45 ambassadeurs, 0 mises en relation" in said
    assert (Question.objects.count(), Answer.objects.count()) == (30, 120)
    assert Ambassadeur.objects.count() == 45
    assert Copropriete.objects.with_public_ambassadors().exists()
    assert match_ambassadeurs(lots=50)
    call_command("sync_counters", check=True, stdout=io.StringIO())


def test_public_places_are_those_the_service_would_give():
    scale(ambassadeurs=60)
    places = Copropriete.objects.order_by("pk").values_list(
        "grid_x", "grid_y", "public_longitude", "public_latitude"
    )
    before = list(places)
    for one in Copropriete.objects.filter(latitude__isnull=False):
        set_position(copropriete=one, lon=one.longitude, lat=one.latitude)
    assert list(places) == before


def test_a_building_asks_an_organisation_once_at_a_time():
    for _ in range(2):
        scale(ambassadeurs=2, demandes=80)
    assert Demande.objects.count() == 160


def test_a_second_run_adds():
    scale(questions=3, answers=5, ambassadeurs=4)
    scale(questions=3, answers=5, ambassadeurs=4)
    assert (Question.objects.count(), Ambassadeur.objects.count()) == (6, 8)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"answers": 5}, "--questions"),
        ({"questions": 5}, "--ambassadeurs"),
        ({"demandes": 1}, "--ambassadeurs"),
        ({"visites": 1}, "--ambassadeurs"),
    ],
)
def test_what_has_no_place_is_refused(options, says):
    Space.objects.all().delete()
    with pytest.raises(CommandError, match=says):
        scale(**options)
    assert Question.objects.count() == 0


def test_refused_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="production"):
        scale(ambassadeurs=1)


@pytest.mark.parametrize("number", ["-1", "beaucoup"])
def test_a_number_that_is_none(number):
    with pytest.raises(CommandError):
        call_command("seed_scale", f"--questions={number}")


def test_a_community_as_people_make_it():
    scale(questions=60, answers=300, ambassadeurs=20)
    first = Space.objects.order_by("pk")[0]
    assert Question.objects.filter(space=first).count() == 30
    assert max(Question.objects.values_list("answers_count", flat=True)) >= 60
    assert not Answer.objects.filter(author=F("question__author")).exists()
    assert not UsefulVote.objects.filter(user=F("answer__author")).exists()
    assert UsefulVote.objects.exists()
    assert Question.objects.filter(accepted_answer__question=F("pk")).exists()
    assert not Answer.objects.filter(created_at__lt=F("question__created_at")).exists()
    assert Question.objects.dates("created_at", "year").count() >= 3
    for text in [*Question.objects.all()[:5], *Answer.objects.all()[:5]]:
        assert text.body_html == render(text.body)


def test_what_the_desks_and_the_moderators_have_to_do():
    for _ in range(2):
        scale(ambassadeurs=4, questions=4, answers=20, demandes=12, visites=6, dossiers=5)
    assert Demande.objects.count() == 24
    assert Demande.objects.filter(kind="exploitant", consent_at=None).count() == 0
    assert Visit.objects.filter(state="propose", starts_at__gt=timezone.now()).exists()
    assert Visit.objects.filter(state="tenu").exists()
    assert Booking.objects.exists()
    cases = Case.objects.to_decide()
    assert cases.count() == 10
    # Those of three weeks: a queue where all is late for years is no measure.
    assert not cases.filter(opened_at__lt=timezone.now() - timedelta(days=21)).exists()
    assert not Notice.objects.filter(reporter=F("case__author")).exists()
    assert all(case.notices.count() == case.notices_count for case in cases)


def test_always_the_same_rows(monkeypatch):
    monkeypatch.setattr(community, "AT_ONCE", 4)
    scale(questions=9, answers=30, ambassadeurs=1)
    first = list(Question.objects.order_by("pk").values_list("title", "answers_count"))
    assert sum(count for _, count in first) == 30
    scale(questions=9, answers=30, ambassadeurs=1)
    again = Question.objects.order_by("pk").values_list("title", "answers_count")
    assert list(again)[9:] == first
    call_command("sync_counters", check=True, stdout=io.StringIO())
