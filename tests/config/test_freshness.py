"""Random acts, and an anonymous reader after each: what was taken away is nowhere, what was added
is there. Pages are warm before each act, read after the one before; the seeds are fixed."""

import random
import uuid
from itertools import count
from urllib.parse import unquote

import pytest
from django.test import Client

from ambassadeurs.coproprietes.mandats.services import withdraw_ambassadeur
from communaute.questions.comments import add_comment
from communaute.questions.effects import mark_useful
from communaute.questions.revisions.moves import move_question
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import withdraw
from communaute.questions.services import answer_question
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db
LISTS = ("/communaute/", "/", "/ambassadeurs/", "/guides/")


class Town:
    """What may be read, and the acts upon it: each returns the pages where a word must be, and
    the words that must be nowhere."""

    def __init__(self, chance):
        self.chance, self.numbers = chance, count(100)
        self.agency, self.team = UserFactory(agence=True), UserFactory(equipe=True)
        self.questions = [self.made(QuestionFactory, field="title") for _ in range(3)]
        self.addresses = {question.get_absolute_url() for question in self.questions}
        self.spaces = [SpaceFactory(), SpaceFactory()]
        self.addresses |= {space.get_absolute_url() for space in self.spaces}
        self.answers = [
            self.made(AnswerFactory, field="body_html", question=question)
            for question in self.questions
        ]
        self.mandate = AmbassadeurFactory(copropriete__name=f"Résidence {self.word()}")
        self.guide = make_guide(title=f"Guide {self.word()}")

    def word(self):
        return f"mot{next(self.numbers)}zz"

    def made(self, factory, *, field, **more):
        return factory(**{field: f"Un mot à nous : {self.word()}"}, **more)

    def answer(self):
        question, word = self.chance.choice(self.questions), self.word()
        body = f"Chez nous le chantier a duré trois semaines, dit {word}."
        answer_question(
            actor=UserFactory(), question=question, body=body, submission_key=uuid.uuid4()
        )
        return {question.get_absolute_url(): word}, []

    def comment(self):
        answer, word = self.chance.choice(self.answers), self.word()
        add_comment(
            actor=UserFactory(),
            about=answer,
            body=f"Merci pour ces précisions, dit {word}.",
            submission_key=uuid.uuid4(),
        )
        return {answer.question.get_absolute_url(): word}, []

    def thank(self):
        mark_useful(actor=UserFactory(), answer=self.chance.choice(self.answers))
        return {}, []

    def edit(self):
        question, word = self.chance.choice(self.questions), self.word()
        question.refresh_from_db()
        old = question.title.rpartition(" ")[2]
        edit_text(
            actor=question.author,
            content=question,
            title=f"Un autre titre : {word}",
            body=question.body,
            version=question.version,
        )
        question.refresh_from_db()
        self.addresses.add(question.get_absolute_url())
        return {question.get_absolute_url(): word, "/communaute/": word}, [old]

    def move(self):
        question, space = self.chance.choice(self.questions), self.chance.choice(self.spaces)
        move_question(
            actor=self.team, question=question, space=space, reason="Elle sera lue par qui sait."
        )
        question.refresh_from_db()
        return {space.get_absolute_url(): question.title.rpartition(" ")[2]}, []

    def hide_answer(self):
        answer = self.answers.pop()
        hide(CaseFactory(content=answer), self.team)
        return {}, [answer.body_html.rpartition(" ")[2]]

    def withdraw_question(self):
        if len(self.questions) < 2:
            return {}, []
        question = self.questions.pop()
        self.answers = [one for one in self.answers if one.question_id != question.pk]
        question.refresh_from_db()
        withdraw(actor=question.author, content=question)
        return {}, [question.title.rpartition(" ")[2]]

    def leave(self):
        name = self.mandate.copropriete.name.rpartition(" ")[2]
        withdraw_ambassadeur(actor=self.mandate.user, ambassadeur=self.mandate)
        return {}, [name]

    def unpublish(self):
        self.guide.unpublish()
        return {}, [self.guide.title.rpartition(" ")[2]]


ACTS = ("answer", "comment", "thank", "edit", "move", "hide_answer", "withdraw_question")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("seed", [1, 2])
def test_no_reader_sees_what_is_gone_nor_misses_what_came(
    client, seed, django_capture_on_commit_callbacks
):
    chance = random.Random(seed)  # noqa: S311 - the same acts for the same seed
    town, gone = Town(chance), set()
    member = Client()
    member.force_login(UserFactory())
    acts = [*(chance.choice(ACTS) for _ in range(7)), "leave", "unpublish"]
    chance.shuffle(acts)
    for address in (*LISTS, *town.addresses):
        client.get(address)
        member.get(address)
    for act in acts:
        with django_capture_on_commit_callbacks(execute=True):
            there, words = getattr(town, act)()
        gone |= set(words)
        pages = {
            # A page may repeat the address that was asked, where a former title may be.
            (reader, address): unquote(reader.get(address, follow=True).content.decode()).replace(
                address, ""
            )
            for reader in (client, member)
            for address in (*LISTS, *town.addresses)
        }
        for address, word in there.items():
            # To a member what is added may come a little later; what is gone never stays.
            assert word in pages[client, address], (seed, act, address)
        for word in gone:
            assert not [address for address, text in pages.items() if word in text], (act, word)
