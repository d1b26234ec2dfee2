"""After an account closes with erasure, its name is nowhere: neither in what texts said before, nor
at the head of a quote, nor after a « @ », nor in what others were told."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from communaute.comptes.closing import close_account
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from communaute.questions.mentions.closing import without_names
from communaute.questions.models import Answer, Comment, Draft, Mention, Revision
from communaute.questions.text_pipeline.text import as_quote
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import comment, reply
from tests.communaute.questions.factories import AnswerFactory, DraftFactory, QuestionFactory

pytestmark = pytest.mark.django_db

NAME = "Zenobie Q."


@pytest.fixture
def person():
    return UserFactory(display_name=NAME)


@pytest.fixture
def question(person):
    """Where she answered."""
    question = QuestionFactory(author=UserFactory(display_name="Jean R."))
    AnswerFactory(question=question, author=person)
    Answer.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return question


def places_of(text):
    """Columns of the database where a text is found."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        if model._base_manager.filter(**{f"{field.attname}__icontains": text}).exists()
    }


def test_a_round_trip_leaves_the_name_nowhere(person, question):
    adviser = UserFactory(agence=True)
    quote = as_quote(NAME, "Les travaux ont duré six semaines.")
    answer = reply(question, adviser, f"{quote}Six semaines, c’est l’habitude ici.")
    before = answer.body
    Answer.objects.filter(pk=answer.pk).update(body=f"{before}\n\nMerci @{NAME} : parfois huit.")
    Revision.objects.create(answer=answer, body=before, edited_at=timezone.now())
    Mention.objects.create(user=person, answer=answer, name=NAME)
    comment(answer, person, "Huit semaines chez nous.")
    reply(question, person, "Les travaux se font l’été, hors de la saison de chauffe.")
    told = Notification.objects.filter(user=question.author)
    assert any(NAME in f"{one.title} {one.body}" for one in told)
    found = places_of(NAME)
    begun = {"body": f"{before}Moi aussi."}
    DraftFactory(user=adviser, about=question, data=begun)
    assert {
        "questions.Answer.body",
        "questions.Answer.body_html",
        "questions.Revision.body",
    } <= found

    close_account(actor=person)
    drain()

    assert places_of(NAME) == set()
    assert any("ancien membre" in f"{one.title} {one.body}" for one in told.all())
    answer.refresh_from_db()
    assert answer.body.startswith("> **Ancien membre 1** :")
    assert "Merci @ancien membre 1 : parfois huit." in answer.body
    assert "Les travaux ont duré six semaines." in answer.body_html
    assert Revision.objects.get().body.startswith("> **Ancien membre 1** :")
    assert Comment.objects.get().author is None
    assert Draft.objects.get().data["body"].startswith("> **Ancien membre 1** :")


def test_somebody_else_of_the_same_first_name_stays(person, question):
    other = as_quote("Zenobie Quentin", "Moi, c’est autre chose.")
    answer = reply(question, body=f"{other}Je réponds à @Zenobie Quentin, pas à une autre.")
    close_account(actor=person)
    answer.refresh_from_db()
    assert answer.body.startswith("> **Zenobie Quentin** :")
    assert "@Zenobie Quentin" in answer.body
    before = "> **Léa** :\n>\n> Merci @Léa, et @Léandre. Léa a raison."
    after = "> **Ancien membre 3** :\n>\n> Merci @ancien membre 3, et @Léandre. Léa a raison."
    assert without_names(before, ["Léa"], 3) == after
