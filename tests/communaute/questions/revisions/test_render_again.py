"""`render_again`: the HTML of every text, made by the renderer of today."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communaute.questions.models import Answer, Question
from communaute.questions.text_pipeline.text import RENDERER_VERSION
from tests.communaute.questions.factories import AnswerFactory

pytestmark = pytest.mark.django_db


def test_old_texts_are_rendered_again_once():
    old = AnswerFactory(
        body="# Le prix\n\n**900 €**", body_html="<p>ancien</p>", renderer_version=1
    )
    Question.objects.update(renderer_version=RENDERER_VERSION, body_html="<p>tel quel</p>")
    with pytest.raises(CommandError, match="1 texte"):
        call_command("render_again", check=True)
    assert Answer.objects.get().body_html == "<p>ancien</p>"

    call_command("render_again", stdout=StringIO())

    old.refresh_from_db()
    assert old.body_html == "<p><strong>Le prix</strong></p>\n<p><strong>900 €</strong></p>"
    assert Question.objects.get().body_html == "<p>tel quel</p>"
    call_command("render_again", check=True, stdout=StringIO())
