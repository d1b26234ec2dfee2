"""A fact of the building goes everywhere: asked, kept, shown, told to its author."""

import pytest
from django import forms

from communaute.comptes.personal_data_registry import find
from communaute.moderation.prescreening.rules import ASKED
from communaute.questions.asking.forms import AskForm
from communaute.questions.models import Question
from communaute.questions.revisions.forms import EditQuestionForm
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def told(name):
    field = AskForm.base_fields[name]
    return field.choices[1][0] if isinstance(field, forms.ChoiceField) else field.min_value + 1


def test_each_field_of_the_form_is_in_a_group_of_its_page():
    shown = {name for name, one in AskForm.base_fields.items() if not one.widget.is_hidden}
    assert shown - {*AskForm.QUESTION, *AskForm.MORE, *AskForm.BUILDING, "space"} == set()


@pytest.mark.usefixtures("trusted")
def test_each_fact_asked_is_kept(client, user, ask_data):
    client.force_login(user)
    facts = {name: told(name) for name in AskForm.BUILDING}
    client.post("/communaute/questions/poser/", ask_data | facts)
    question = Question.objects.get()
    assert {name: getattr(question, name) for name in facts} == facts


@pytest.mark.parametrize("name", AskForm.BUILDING)
def test_each_fact_told_is_a_chip_of_the_question(name):
    assert QuestionFactory.build(**{name: told(name)}).facts, f"{name} is no chip"


def test_each_fact_is_told_to_its_author():
    assert set(AskForm.BUILDING) - find("questions-question").shows.keys() == set()


def test_what_is_corrected_begins_as_it_is():
    own = {name for name in EditQuestionForm.base_fields if name not in ASKED}
    assert own - EditQuestionForm.of(QuestionFactory()).keys() == set()
