"""Who is around a question: who reads, follows, is asked or named; the page of each."""

from django.conf import settings
from django.db import models

from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from communaute.moderation.querysets import ModeratedQuerySet

from ..enums import AskedAs
from ..querysets import SubscriptionQuerySet


class SpaceMove(models.Model):
    """A question went from a space to another: written once, by its author or by a moderator.

    `reason` is what a moderator told the author; empty for one's own question.
    """

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="moves")
    from_space = models.ForeignKey("questions.Space", models.PROTECT, related_name="+")
    to_space = models.ForeignKey("questions.Space", models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    by_moderator = models.BooleanField("par la modération")
    reason = models.CharField("raison", max_length=300, blank=True)
    moved_at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement d’espace"
        verbose_name_plural = "changements d’espace"
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id} : {self.from_space_id} → {self.to_space_id}"


class ReadMark(models.Model):
    """Up to when somebody read a thread; written when they say so, never by a GET."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_read"
    )
    read_at = models.DateTimeField("lu jusqu’au")

    class Meta:
        verbose_name = "repère de lecture"
        verbose_name_plural = "repères de lecture"
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} : question {self.question_id}"


class Summary(models.Model):
    """One version of the summary of a thread: the last one is shown, all are kept."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="summaries")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    signed = models.CharField("signé", max_length=200)
    body = models.TextField("résumé", max_length=2_000, blank=True)
    body_html = models.TextField(editable=False, blank=True)
    written_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "résumé"
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["question", "-written_at", "-id"], name="summary_last")]

    def __str__(self) -> str:
        return f"Résumé de {self.question_id}"


TEXTS = ("question", "answer", "comment")


class Mention(models.Model):
    """Somebody is named in a question, an answer or a comment; `name` is what was typed, without
    its « @ »: the name of the person then."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="mentions"
    )
    answer = models.ForeignKey(
        "questions.Answer", models.CASCADE, null=True, related_name="mentions"
    )
    comment = models.ForeignKey(
        "questions.Comment", models.CASCADE, null=True, related_name="mentions"
    )
    name = models.CharField("nom tapé", max_length=60)

    class Meta:
        verbose_name = "mention"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="mention_in_one_text",
                condition=(
                    models.Q(question__isnull=False, answer__isnull=True, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=False, comment__isnull=True)
                    | models.Q(question__isnull=True, answer__isnull=True, comment__isnull=False)
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", text],
                    condition=models.Q(**{f"{text}__isnull": False}),
                    name=f"mention_once_in_{text}",
                )
                for text in TEXTS
            ),
        ]

    def __str__(self) -> str:
        return f"@{self.name}"


class Asked(models.Model):
    """Somebody asked to answer a question: by the service, or by a person (`invited_by`)."""

    question = models.ForeignKey("questions.Question", models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="questions_asked_of"
    )
    role = models.CharField("en tant que", max_length=12, choices=AskedAs)
    of = models.CharField("au nom de", max_length=200, blank=True)
    why = models.CharField("pourquoi cette personne", max_length=300, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("prévenue le", auto_now_add=True)

    class Meta:
        verbose_name = "personne prévenue"
        verbose_name_plural = "personnes prévenues"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="asked_once_a_question")
        ]
        indexes = [models.Index(fields=["role", "asked_at"], name="asked_lately")]

    def __str__(self) -> str:
        return f"{self.user_id} pour « {self.question_id} »"


class Subscription(models.Model):
    """One person follows one question, one space or one theme.

    Asking and answering follow a question by themselves: a person who does not want it keeps a row
    that is not active, so that it does not come back.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    question = models.ForeignKey(
        "questions.Question", models.CASCADE, null=True, related_name="subscriptions"
    )
    space = models.ForeignKey(
        "questions.Space", models.CASCADE, null=True, related_name="subscriptions"
    )
    tag = models.ForeignKey("taggit.Tag", models.CASCADE, null=True, related_name="subscriptions")
    is_active = models.BooleanField("suivi", default=True)
    created_at = models.DateTimeField("depuis le", auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="subscription_to_one_thing",
                condition=(
                    models.Q(question__isnull=False, space__isnull=True, tag__isnull=True)
                    | models.Q(question__isnull=True, space__isnull=False, tag__isnull=True)
                    | models.Q(question__isnull=True, space__isnull=True, tag__isnull=False)
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", target],
                    condition=models.Q(**{f"{target}__isnull": False}),
                    name=f"subscription_once_a_{target}",
                )
                for target in ("question", "space", "tag")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} suit {self.question_id or self.space_id or self.tag_id}"


class Profile(ModeratedContent):
    """The public page of `author`, from their first text on; without territory: the national team
    decides. `hidden_name` is the name that a decision took off, until it is given back."""

    hidden_name = models.CharField("nom retiré", max_length=60, blank=True, editable=False)

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        verbose_name = "page d’un membre"
        verbose_name_plural = "pages des membres"
        constraints = [
            EXPLAINED,
            STATES,
            models.UniqueConstraint(fields=["author"], name="profile_once_a_person"),
        ]

    def __str__(self) -> str:
        return str(self.author or "Ancien membre")

    def get_absolute_url(self) -> str:
        return self.author.get_absolute_url() if self.author else "/"
