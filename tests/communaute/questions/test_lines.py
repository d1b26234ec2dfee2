"""A line of a list reads the columns that its queryset gives, and no other."""

import pytest
from django.db.models import Model
from django.template.loader import render_to_string

from communaute.questions.models import Question

from .factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def test_a_line_reads_no_column_that_was_not_asked(monkeypatch):
    question = QuestionFactory()
    AnswerFactory(question=question)
    (line,) = Question.objects.for_lines()

    def refuse(self, using=None, fields=None, **more):
        missing = f"{type(self).__name__}.{fields} is read by a line, and is not in LINE"
        raise AssertionError(missing)

    monkeypatch.setattr(Model, "refresh_from_db", refuse)
    html = render_to_string("questions/_question_line.html", {"question": line})
    assert question.title in html
    assert question.space.title in html
