"""What people do in the room, by its services: each call is a form of its own."""

import uuid
from datetime import timedelta

from bs4 import BeautifulSoup
from django.utils import timezone

from communaute.moderation.registry import by_model
from communaute.questions.comments import add_comment
from communaute.questions.models import Answer, Comment
from communaute.questions.services import answer_question, ask_question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state

from .factories import SpaceFactory

ASKED = {
    "title": "Combien coûte le raccordement ?",
    "body": "Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue.",
}
SAID = "Chez nous, **1 100 € par lot**, aides déduites, en 2023."


def ask(actor=None, space=None, **fields):
    """A question, of somebody new and of a new space unless they are given."""
    return ask_question(
        actor=actor or UserFactory(),
        space=space or SpaceFactory(),
        **ASKED | {"submission_key": uuid.uuid4()} | fields,
    )


def reply(question, actor=None, body=SAID, **fields):
    return answer_question(
        actor=actor or UserFactory(),
        question=question,
        body=body,
        **{"submission_key": uuid.uuid4()} | fields,
    )


def comment(about, actor=None, body="Merci, c’est très clair.", **fields):
    return add_comment(
        actor=actor or UserFactory(),
        about=about,
        body=body,
        **{"submission_key": uuid.uuid4()} | fields,
    )


def aged(content, **age):
    """A text written so long ago."""
    moment = timezone.now() - timedelta(**age)
    type(content).objects.filter(pk=content.pk).update(created_at=moment)
    content.refresh_from_db()
    return content


def becomes(content, status):
    """A text given this state by moderation, which its room follows."""
    content.refresh_from_db()
    old = content.status
    put_in_state(content, status)
    by_model(type(content)).on_change(content, old, status)


def place(content, act):
    """Where one does this to a text."""
    folder = {Answer: "reponses", Comment: "commentaires"}.get(type(content), "questions")
    return f"/communaute/{folder}/{content.pk}/{act}/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")
