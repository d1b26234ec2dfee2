"""Questions and answers, in a space per network, per territory and a national one."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from taggit.managers import TaggableManager

from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from communaute.territoires.models import Commune, Departement
from socle.buildings import ConstructionPeriod, HeatingEnergy, HeatingMode, Stage

from ..enums import ReachStep, SpaceKind, WasAccepted
from ..numbers import DESCRIPTION_MAX
from ..querysets import AnswerQuerySet, PostQuerySet, QuestionQuerySet, SpaceQuerySet

ANSWERS_PER_PAGE = 20
# From then on the page says that aids and prices may have changed.
OLD_AFTER = timedelta(days=180)


def named_former(number: int | None) -> str:
    """What a thread calls an author whose account is closed: its number says nothing of another."""
    return f"Ancien membre {number}" if number else "Ancien membre"


class Space(models.Model):
    """A place to ask: the national one, a theme, a territory's, or a network's (`Reseau.space`).

    `commune`/`departement` say which agency moderates what is written here; without, the national
    team does. `search_text` is what the index of spaces looks into.
    """

    kind = models.CharField("nature", max_length=12, choices=SpaceKind)
    slug = models.SlugField("identifiant", max_length=120, unique=True)
    title = models.CharField("titre", max_length=200)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="+")
    description = models.TextField("description", max_length=DESCRIPTION_MAX, blank=True)
    search_text = models.TextField(editable=False, default="")
    questions_count = models.PositiveIntegerField("questions publiées", default=0)
    answered_count = models.PositiveIntegerField("dont répondues par une autre personne", default=0)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "espace"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(kind="national"),
                name="space_one_national",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:space", args=[self.slug])


class Post(ModeratedContent):
    """A text of this room.

    `version` is the optimistic lock of whoever edits it: one more at each edit, seen or not.
    `renderer_version` says which renderer made the HTML (`manage.py render_again`).
    `withdrawn_at` is when its author last withdrew it, even put back since: `status` says which.
    `former` tells the authors whose account is closed from one another, within their thread.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    renderer_version = models.PositiveSmallIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, editable=False)
    former = models.PositiveIntegerField("ancien membre n°", null=True, editable=False)

    class Meta:
        abstract = True

    @cached_property
    def author_name(self) -> str:
        """Who wrote it, as everybody reads it."""
        return self.author.public_name if self.author else named_former(self.former)

    @property
    def is_withdrawn(self) -> bool:
        """Its author took it away; its place may stay."""
        return self.status == ContentStatus.DELETED


class Question(Post):
    """A question with optional facts about the building.

    `body_html` is made from `body` (Markdown) by the service at each write.
    `submission_key` makes a double click harmless: it is unique.
    Counters and `first_answer_at` (first published answer by somebody else) move in services only.
    `last_activity_at` is that of the last published answer, else of the question.
    `answer_lost_at` is when its only answer went (hidden, withdrawn): it waits from then on.
    """

    space = models.ForeignKey(Space, models.PROTECT, related_name="questions")
    title = models.CharField("question", max_length=150)
    body = models.TextField("texte", max_length=10_000)
    body_html = models.TextField(editable=False)
    stage = models.CharField("étape", max_length=12, choices=Stage, blank=True)
    lots = models.PositiveIntegerField(
        "nombre de lots",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
    )
    period = models.CharField(
        "période de construction", max_length=20, choices=ConstructionPeriod, blank=True
    )
    energy = models.CharField("énergie actuelle", max_length=12, choices=HeatingEnergy, blank=True)
    heating_mode = models.CharField("chauffage", max_length=12, choices=HeatingMode, blank=True)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers_count = models.PositiveIntegerField("réponses publiées", default=0)
    comments_count = models.PositiveIntegerField("commentaires publiés", default=0)
    files_count = models.PositiveSmallIntegerField("pièces jointes", default=0)
    formers_count = models.PositiveIntegerField("anciens membres nommés", db_default=0)
    attachments = GenericRelation("questions.Attachment")
    useful_count = models.PositiveIntegerField("votes « utile » de ses réponses", default=0)
    accepted_answer = models.ForeignKey(
        "Answer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_by_asker = models.BooleanField("retenue par l’auteur de la question", default=False)
    first_answer_at = models.DateTimeField("première réponse le", null=True)
    answer_lost_at = models.DateTimeField("de nouveau sans réponse le", null=True, editable=False)
    last_activity_at = models.DateTimeField("dernière activité")
    # Who is asked next while nobody answers, and when: see `routing`.
    reach_step = models.CharField(
        "prochaines personnes prévenues", max_length=12, choices=ReachStep, blank=True
    )
    next_reach_at = models.DateTimeField("prévenues le", null=True, blank=True)

    tags = TaggableManager("thèmes", blank=True)

    objects = QuestionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "question"
        ordering = ["-last_activity_at", "-pk"]
        constraints = [EXPLAINED, STATES]
        indexes = [
            models.Index(fields=["status", "-last_activity_at", "-id"], name="question_list"),
            models.Index(
                fields=["space", "status", "-last_activity_at", "-id"], name="question_space"
            ),
            models.Index(
                fields=["status", "-last_activity_at", "-id"],
                name="question_unanswered",
                condition=models.Q(first_answer_at__isnull=True),
            ),
            models.Index(
                fields=["space", "status", "-last_activity_at", "-id"],
                name="question_space_unanswered",
                condition=models.Q(first_answer_at__isnull=True),
            ),
            models.Index(
                fields=["status", "-useful_count", "-last_activity_at", "-id"],
                name="question_useful",
            ),
            models.Index(
                fields=["space", "status", "-useful_count", "-last_activity_at", "-id"],
                name="question_space_useful",
            ),
            models.Index(fields=["author", "-last_activity_at", "-id"], name="question_mine"),
            # The acts of one day, counted once (`ambassadeurs.stats`).
            models.Index(fields=["created_at"], name="question_asked_on"),
            models.Index(fields=["first_answer_at"], name="question_answered_on"),
            models.Index(
                fields=["next_reach_at"],
                name="question_next_reach",
                condition=models.Q(next_reach_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        words = "" if self.is_withdrawn else slugify(self.title)[:80]
        return reverse("questions:detail", args=[self.pk, words or "question"])

    @property
    def public_title(self) -> str:
        """The title as others read it, wherever the question itself is not looked for."""
        return "Question retirée par son auteur" if self.is_withdrawn else self.title

    @property
    def is_old(self) -> bool:
        """Nothing was written here for 180 days."""
        return timezone.now() - self.last_activity_at > OLD_AFTER

    @property
    def themes(self) -> list[tuple[str, str]]:
        """Slug and name of each theme; one query."""
        return list(self.tags.order_by("name").values_list("slug", "name"))

    @property
    def has_news(self) -> bool:
        """Something was written since one read it (`read_at`, of the reader)."""
        read_at = getattr(self, "read_at", None)
        return read_at is not None and self.last_activity_at > read_at

    @property
    def is_answered(self) -> bool:
        """By somebody else than who asks, or by an answer that they kept, were it their own."""
        return self.first_answer_at is not None or self.accepted_answer_id is not None

    @property
    def facts(self) -> list[str]:
        """What is known of the building, as short words for chips."""
        lots = f"{self.lots} lot{'s' if self.lots > 1 else ''}" if self.lots else ""
        labels = (
            self.get_stage_display(),
            lots,
            self.get_period_display(),
            self.get_energy_display(),
            f"Chauffage {self.get_heating_mode_display().lower()}" if self.heating_mode else "",
        )
        return [label for label in labels if label]


class Answer(Post):
    """An answer to a question; its place on the page is `#reponse-<pk>`."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    was_accepted = models.CharField(
        "retenue avant d’être masquée", max_length=8, choices=WasAccepted, blank=True
    )
    body = models.TextField("réponse", max_length=10_000)
    body_html = models.TextField(editable=False)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    comments_count = models.PositiveIntegerField("commentaires publiés", default=0)
    useful_count = models.PositiveIntegerField("personnes qu’elle a aidées", default=0)
    files_count = models.PositiveSmallIntegerField("pièces jointes", default=0)
    attachments = GenericRelation("questions.Attachment")

    objects = AnswerQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "réponse"
        ordering = ["created_at", "pk"]
        constraints = [EXPLAINED, STATES]
        indexes = [
            # Without the state: an author and an agency read hidden answers in the same order.
            models.Index(
                fields=["question", "-useful_count", "created_at", "id"], name="answer_list"
            ),
            models.Index(fields=["author", "-created_at", "-id"], name="answer_mine"),
            models.Index(fields=["question", "status", "created_at"], name="answer_time"),
            # Whether somebody wrote in a thread, asked by each page of a member.
            models.Index(fields=["question", "author"], name="answer_of"),
        ]

    def __str__(self) -> str:
        return f"Réponse à « {self.question.public_title} »"

    def get_absolute_url(self) -> str:
        return self.place_on(self.question.get_absolute_url())

    def place_on(self, page: str) -> str:
        """Its place on the page; a long thread is told which answer, to open the right page."""
        if self.question.answers_count > ANSWERS_PER_PAGE:
            page = f"{page}?reponse={self.pk}"
        return f"{page}#reponse-{self.pk}"


class Comment(Post):
    """A short comment under an answer, or under the question itself (`answer` is empty)."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="comments")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="comments")
    body = models.TextField("commentaire", max_length=600)
    body_html = models.TextField(editable=False)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "commentaire"
        ordering = ["created_at", "pk"]
        constraints = [EXPLAINED, STATES]
        indexes = [
            models.Index(fields=["question", "answer", "created_at", "id"], name="comment_list")
        ]

    def __str__(self) -> str:
        return f"Commentaire sous « {self.question.public_title} »"

    def get_absolute_url(self) -> str:
        """Its place on the page of the comments, where all of them are."""
        name = "answer_comments" if self.answer_id else "question_comments"
        page = reverse(f"questions:{name}", args=[self.answer_id or self.question_id])
        return f"{page}#commentaire-{self.pk}"


class UsefulVote(models.Model):
    """Somebody found an answer useful; the vote of a closed account stays, without its name."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="useful_votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="useful_votes"
    )
    created_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "vote « utile »"
        verbose_name_plural = "votes « utile »"
        constraints = [
            models.UniqueConstraint(fields=["answer", "user"], name="useful_once_an_answer")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} : réponse {self.answer_id}"
