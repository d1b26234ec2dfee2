from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.templatetags.moderation_tags import (
    as_shown,
    lasting,
    one_line,
    within,
)
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.questions.factories import CommentFactory


@pytest.mark.django_db
def test_several_lines_become_one_without_marks():
    case = CaseFactory(notices=0)
    assert one_line("Un titre\n\n  un **texte** <i> & \n", case) == "Un titre – un texte <i> &"
    assert one_line("", case) == ""


@pytest.mark.django_db
def test_the_lines_of_a_comment_stay_apart():
    case = CaseFactory(content=CommentFactory(body="Bonjour,\nmerci <i>\n"), notices=0)
    assert one_line(case.snapshot, case) == "Bonjour, – merci <i>"


def test_a_text_of_no_known_kind_is_shown_as_its_lines():
    assert as_shown("<b>un**\ndeux", None) == "<p>&lt;b&gt;un**<br>deux</p>"


def test_what_is_left_is_never_said_shorter_than_it_is():
    said = {
        timedelta(days=2, hours=21): "moins de 3\u00a0jours",
        timedelta(days=1, minutes=1): "moins de 2\u00a0jours",
        timedelta(days=1): "moins de 24\u00a0heures",
        timedelta(minutes=59): "moins de 59\u00a0minutes",
        timedelta(seconds=59): "moins d’une minute",
        timedelta(days=14): "moins de 14\u00a0jours",
    }
    assert {left: within(timezone.now() + left) for left in said} == said


def test_a_length_is_said_in_days_when_it_is_whole_days():
    said = {
        1: "1\u00a0heure",
        24: "1\u00a0jour",
        36: "36\u00a0heures",
        120: "5\u00a0jours",
    }
    assert {hours: lasting(hours) for hours in said} == said
