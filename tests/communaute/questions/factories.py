"""Spaces, questions and answers, complete and consistent (counters, territory, HTML)."""

import uuid
from datetime import UTC, datetime, timedelta

import factory
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from factory.django import DjangoModelFactory

from communaute.moderation.enums import ContentStatus
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Answer, Comment, Draft, Question, Space
from communaute.territoires.models import Commune
from tests.communaute.moderation.states import ModeratedFactory

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


class SpaceFactory(DjangoModelFactory):
    """A network's space in Grenoble (38185, Isère)."""

    class Meta:
        model = Space

    kind = SpaceKind.NETWORK
    slug = factory.Sequence(lambda n: f"reseau-{n:05}")
    title = factory.Sequence(lambda n: f"Réseau de chaleur n° {n:05}")
    commune = factory.LazyFunction(lambda: Commune.objects.get(code="38185"))
    departement = factory.LazyAttribute(
        lambda space: space.commune.departement if space.commune else None
    )


def _asked_long_ago(question, create, extracted, **kwargs):
    Question.objects.filter(pk=question.pk).update(created_at=LONG_AGO)
    question.created_at = LONG_AGO


class QuestionFactory(ModeratedFactory):
    """A published question; `hidden=True` hides it, `absent=True`: its author is long gone.

    Territory is that of the space.
    """

    class Meta:
        model = Question
        skip_postgeneration_save = True

    class Params:
        hidden = factory.Trait(status=ContentStatus.HIDDEN)
        absent = factory.Trait(
            author=factory.SubFactory(
                "tests.communaute.comptes.factories.UserFactory",
                date_joined=LONG_AGO,
            ),
            asked=factory.PostGeneration(_asked_long_ago),
        )

    author = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    space = factory.SubFactory(SpaceFactory)
    commune = factory.SelfAttribute("space.commune")
    departement = factory.SelfAttribute("space.departement")
    title = factory.Sequence(lambda n: f"Combien coûte le raccordement n° {n:05} ?")
    body = "Notre chaudière au gaz a vingt-cinq ans. Qui a déjà raccordé son immeuble ?"
    body_html = factory.LazyAttribute(lambda question: f"<p>{question.body}</p>")
    submission_key = factory.LazyFunction(uuid.uuid4)
    last_activity_at = factory.LazyAttribute(lambda _: timezone.now())
    answers_count = 0
    first_answer_at = factory.LazyAttribute(
        lambda made: made.last_activity_at if made.answers_count else None
    )

    @factory.post_generation
    def active(self, create, extracted, **kwargs):
        """Nothing happened since, to the microsecond, unless the test says when something did."""
        if create and abs(self.last_activity_at - self.created_at) < timedelta(seconds=5):
            Question.objects.filter(pk=self.pk).update(last_activity_at=self.created_at)
            self.last_activity_at = self.created_at

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if create and self.status == ContentStatus.PUBLISHED:
            answered = self.first_answer_at is not None
            Space.objects.filter(pk=self.space_id).update(
                questions_count=F("questions_count") + 1,
                answered_count=F("answered_count") + int(answered),
            )


class AnswerFactory(ModeratedFactory):
    """A published answer by another person; `hidden=True` hides it."""

    class Meta:
        model = Answer
        skip_postgeneration_save = True

    class Params:
        hidden = factory.Trait(status=ContentStatus.HIDDEN)

    author = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    question = factory.SubFactory(QuestionFactory)
    commune = factory.SelfAttribute("question.commune")
    departement = factory.SelfAttribute("question.departement")
    body = "Oui, nous l’avons fait en 2023, et l’hiver s’est bien passé."
    body_html = factory.LazyAttribute(lambda answer: f"<p>{answer.body}</p>")
    submission_key = factory.LazyFunction(uuid.uuid4)

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if create and self.status == ContentStatus.PUBLISHED:
            questions = Question.objects.filter(pk=self.question_id)
            questions.update(
                answers_count=F("answers_count") + 1,
                last_activity_at=Greatest(F("last_activity_at"), self.created_at),
            )
            unanswered = questions.filter(first_answer_at__isnull=True).exclude(author=self.author)
            if unanswered.update(first_answer_at=self.created_at):
                published = questions.filter(status=ContentStatus.PUBLISHED)
                Space.objects.filter(pk__in=published.values("space")).update(
                    answered_count=F("answered_count") + 1
                )
            self.question.refresh_from_db()


class DraftFactory(DjangoModelFactory):
    """A question somebody is writing; `about` makes it an answer to one."""

    class Meta:
        model = Draft

    user = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    form_key = factory.LazyFunction(uuid.uuid4)
    data = factory.LazyFunction(
        lambda: {"title": "Qui entretient la sous-station ?", "body": "Le syndic hésite encore."}
    )
    updated_at = factory.LazyAttribute(lambda _: timezone.now())


class CommentFactory(ModeratedFactory):
    """A published comment by another person under an answer, or under `question` itself when
    `answer=None`; `hidden=True` hides it."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    class Params:
        hidden = factory.Trait(status=ContentStatus.HIDDEN)

    author = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    answer = factory.SubFactory(AnswerFactory)
    question = factory.SelfAttribute("answer.question")
    commune = factory.SelfAttribute("question.commune")
    departement = factory.SelfAttribute("question.departement")
    body = "Merci, c’est très clair."
    body_html = factory.LazyAttribute(lambda comment: f"<p>{comment.body}</p>")
    submission_key = factory.LazyFunction(uuid.uuid4)

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if create and self.status == ContentStatus.PUBLISHED:
            about = self.answer or self.question
            type(about).objects.filter(pk=about.pk).update(comments_count=F("comments_count") + 1)
