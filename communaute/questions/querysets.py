"""Reading rules of the room: what is hidden appears in no list, count, search or feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self, cast
from zlib import crc32

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from taggit.models import Tag, TaggedItem

from cms.starter import EDITORS
from communaute.moderation.enums import ContentStatus
from communaute.moderation.querysets import ModeratedQuerySet, readable_by
from socle.search.results import keys_of

from .enums import SpaceKind

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from .models import Space


def _is_editor(user: object) -> models.Exists | models.Value:
    """Whether this person publishes the pages of the site, asked in the query of something else."""
    if not getattr(user, "is_authenticated", False):
        # Not the account that a group without members has not.
        return models.Value(False)
    return models.Exists(Group.objects.filter(name=EDITORS, user=cast("User", user)))


class SpaceQuerySet(models.QuerySet):
    def for_page(self, user: object) -> Self:
        """With `reader_is_editor`: whether this person keeps the pages of the site."""
        return self.select_related("commune", "departement").annotate(
            reader_is_editor=_is_editor(user)
        )

    def with_words(self, words: list[str]) -> Self:
        """Spaces in whose words each of these begins one."""
        found = self
        for word in words:
            begins = models.Q(search_text__startswith=word)
            found = found.filter(begins | models.Q(search_text__contains=f" {word}"))
        return found

    def of_places(self, communes: set[str], departements: set[str | None]) -> Self:
        """Those of the networks of these communes, and of the territories of these départements."""
        territory = models.Q(kind=SpaceKind.TERRITORY, departement__in=departements)
        return self.filter(models.Q(commune__in=communes) | territory)

    def for_list(self) -> Self:
        """The national space first, then the liveliest; by title, blind to accents and case."""
        return self.alias(
            rank=models.Case(models.When(kind=SpaceKind.NATIONAL, then=0), default=1)
        ).order_by("rank", "-questions_count", "search_text", "pk")

    def around(self, space: Space) -> Self:
        """The space, that of its territory, and the national one: where else one may ask."""
        return self.filter(
            models.Q(pk=space.pk)
            | models.Q(kind=SpaceKind.NATIONAL)
            | models.Q(
                kind=SpaceKind.TERRITORY,
                departement=space.departement_id,
                departement__isnull=False,
            )
        )

    def drifting(self) -> Self:
        """Spaces a counter of which is wrong, with the right numbers as `counted` and
        `answered_counted`."""
        published = models.Q(questions__status=ContentStatus.PUBLISHED)
        answered = published & models.Q(questions__first_answer_at__isnull=False)
        return self.annotate(
            counted=models.Count("questions", filter=published),
            answered_counted=models.Count("questions", filter=answered),
        ).exclude(questions_count=models.F("counted"), answered_count=models.F("answered_counted"))


# The columns of a line of a list, and what tells lines that were kept with other columns apart.
LINE = (
    *("title", "status", "answers_count", "accepted_answer", "useful_count", "created_at"),
    *("first_answer_at", "last_activity_at", "former", "author__display_name", "space__title"),
)
LINE_SHAPE = f"{crc32(' '.join(LINE).encode()):x}"


class PostQuerySet(ModeratedQuerySet):
    def with_places(self, user: object) -> Self:
        """What `visible_to` lets read, and the places of what its author withdrew."""
        return self.filter(readable_by(user) | models.Q(status=ContentStatus.DELETED))


class QuestionQuerySet(PostQuerySet):
    def for_list(self) -> Self:
        """What a list line shows, in one query."""
        return self.select_related("author", "space").defer("body", "body_html")

    def for_lines(self) -> Self:
        """What the lines of a list show, no more, in one query."""
        return self.select_related("author", "space").only(*LINE)

    def with_read_mark_of(self, user: object) -> Self:
        """Each question with `read_at`: up to when this person read it, or None."""
        if not getattr(user, "is_authenticated", False):
            return self.annotate(read_at=models.Value(None, models.DateTimeField()))
        marks = apps.get_model("questions", "ReadMark").objects.filter(user=cast("User", user))
        mine = marks.filter(question=models.OuterRef("pk")).values("read_at")[:1]
        return self.annotate(read_at=models.Subquery(mine))

    def for_page(self, user: object) -> Self:
        """Each question with what its page says to this person: `read_at`, `has_my_draft` (they
        began an answer), `reader_is_editor`."""
        questions = self.select_related("author", "space").with_read_mark_of(user)
        if not getattr(user, "is_authenticated", False):
            return questions
        drafts = apps.get_model("questions", "Draft").objects.filter(user=cast("User", user))
        return questions.annotate(
            has_my_draft=models.Exists(drafts.filter(about=models.OuterRef("pk"))),
            reader_is_editor=_is_editor(user),
        )

    def tagged(self, tag: Tag) -> Self:
        """Questions of a theme, wherever they were asked."""
        items = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), tag=tag
        )
        return self.filter(pk__in=items.values("object_id"))

    def answered(self) -> Self:
        """Those of which `is_answered` is so."""
        return self.exclude(first_answer_at=None, accepted_answer=None)

    def unanswered(self) -> Self:
        """Those of which `is_answered` is not so."""
        return self.filter(first_answer_at=None, accepted_answer=None)

    def waiting_for_reach(self, now: datetime) -> Self:
        """Readable questions, open to answers, that nobody else has answered, whose next people
        are to be asked; not once its author closes their account."""
        return self.published().filter(
            author__is_active=True,
            next_reach_at__lte=now,
            first_answer_at__isnull=True,
            locked_at__isnull=True,
        )

    def search(self, query: str) -> Self:
        """Questions that hold every telling word of the query, or their answers; all for an empty
        one. Of a common word, the latest asked (`socle.search`)."""
        if not query.strip():
            return self
        return self.filter(pk__in=keys_of("questions", query))

    def related(self, *, tags: list[str] | models.QuerySet, stage: str = "") -> Self:
        """Questions that share themes, the more the first; without theme, those of the stage.

        `tags` are names, or the tags of a question (`question.tags.all()`): one query anyway.
        """
        if isinstance(tags, models.QuerySet) or tags:
            return (
                self.filter(pk__in=self._tagged(tags).values("object_id"))
                .with_shared(tags)
                .order_by("-shared", "-answers_count", "-last_activity_at", "-pk")
            )
        if stage:
            return self.filter(stage=stage).order_by("-answers_count", "-last_activity_at", "-pk")
        return self.none()

    def with_shared(self, tags: list[str] | models.QuerySet) -> Self:
        """Each question with `shared`: how many of these tags it has."""
        mine = self._tagged(tags).filter(object_id=models.OuterRef("pk")).order_by()
        count = mine.values("object_id").annotate(n=models.Count("pk")).values("n")
        return self.annotate(shared=Coalesce(models.Subquery(count), 0))

    def _tagged(self, tags: list[str] | models.QuerySet) -> models.QuerySet[TaggedItem]:
        by = "tag__in" if isinstance(tags, models.QuerySet) else "tag__name__in"
        kind = ContentType.objects.get_for_model(self.model)
        return TaggedItem.objects.filter(content_type=kind, **{by: tags})

    def with_true_counts(self) -> Self:
        """Each question with what its counters should say: `counted`, `first_counted`,
        `useful_counted`, and `last_counted` (the last published answer, else the question)."""
        published = models.Q(answers__status=ContentStatus.PUBLISHED)
        # Once the asker closed their account, their own answers have lost their author too: those
        # without author count as they did.
        unknown = models.Q(author=None, answers__author=None) & (
            models.Q(first_answer_at=None)
            | models.Q(answers__created_at__lt=models.F("first_answer_at"))
        )
        by_another = models.Case(
            models.When(answers__author=models.F("author"), then=None),
            models.When(unknown, then=None),
            models.When(published, then=models.F("answers__created_at")),
        )
        return self.annotate(
            counted=models.Count("answers", filter=published),
            first_counted=models.Min(by_another),
            useful_counted=models.Sum("answers__useful_count", filter=published, default=0),
            last_counted=Coalesce(
                models.Max("answers__created_at", filter=published), models.F("created_at")
            ),
        )


class AnswerQuerySet(PostQuerySet):
    def with_question(self) -> Self:
        """What a list of answers out of their thread shows, in one query; the last first."""
        return self.select_related("question__space").order_by("-created_at", "-pk")

    def with_vote_of(self, user: object) -> Self:
        """Each answer with `voted`: whether this person found it useful."""
        if not getattr(user, "is_authenticated", False):
            return self.annotate(voted=models.Value(False))
        votes = apps.get_model("questions", "UsefulVote").objects
        mine = votes.filter(answer=models.OuterRef("pk"), user=cast("User", user))
        return self.annotate(voted=models.Exists(mine))

    def drifting(self) -> Self:
        """Answers whose counter of votes is wrong, with the right number as `counted`."""
        return self.annotate(counted=models.Count("useful_votes")).exclude(
            useful_count=models.F("counted")
        )


class DraftQuerySet(models.QuerySet):
    def of(self, user: object) -> Self:
        """A person's own, the last written first; nobody else reads them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user=cast("User", user)).order_by("-updated_at", "-pk")

    def for_list(self) -> Self:
        """With what each is about, in one query."""
        return self.select_related("about")

    def going_on(self) -> Self:
        """Those one can still go on with (`Draft.is_open`)."""
        answered = models.Q(about__status=ContentStatus.PUBLISHED, about__locked_at=None)
        return self.filter(models.Q(about=None) | answered).for_list()

    def to_erase(self, limit: datetime) -> Self:
        """Left alone since before `limit`."""
        return self.filter(updated_at__lte=limit)


class AttachmentQuerySet(ModeratedQuerySet):
    def visible_to(self, user: object) -> Self:
        """Files that this person may read: those of texts they may read, unless the file itself
        was hidden from them."""
        joined = models.Q(pk__in=[])
        for name in ("Question", "Answer"):
            model = apps.get_model("questions", name)
            kind = ContentType.objects.get_for_model(model)
            readable = model._default_manager.visible_to(user)
            joined |= models.Q(content_type=kind, object_id__in=readable.values("pk"))
        return super().visible_to(user).filter(joined)

    def pending(self, user: object) -> Self:
        """Those of texts that this person is still writing, in the order they came."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(author=cast("User", user), object_id=None).order_by("pk")

    def left_alone(self, limit: datetime) -> Self:
        """Joined to nothing since before `limit`."""
        return self.filter(object_id=None, created_at__lte=limit)

    def of(self, contents: Iterable[models.Model]) -> Self:
        """Those of these contents, in the order they came."""
        wanted = models.Q(pk__in=[])
        for content in contents:
            kind = ContentType.objects.get_for_model(content)
            wanted |= models.Q(content_type=kind, object_id=content.pk)
        return self.filter(wanted).order_by("pk")


def mark_followed[Rows: models.QuerySet](rows: Rows, user: object) -> Rows:
    """Each question, space or theme with `is_followed`: whether this person follows it."""
    if not getattr(user, "is_authenticated", False):
        return rows.annotate(is_followed=models.Value(False))
    mine = apps.get_model("questions", "Subscription").objects.active()
    what = {str(rows.model._meta.model_name): models.OuterRef("pk")}
    followed = mine.filter(user=cast("User", user), **what)
    return rows.annotate(is_followed=models.Exists(followed))


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user: object) -> Self:
        """One's own, those one stopped apart; a question that is no longer online is not there."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        hidden = models.Q(question__isnull=False) & ~models.Q(
            question__status=ContentStatus.PUBLISHED
        )
        return self.active().filter(user=cast("User", user)).exclude(hidden)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_list(self) -> Self:
        return self.select_related("question", "space", "tag")
