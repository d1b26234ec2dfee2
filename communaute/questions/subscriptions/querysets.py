"""Reading who follows what: each person sees their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from django.apps import apps
from django.db import models

from communaute.moderation.enums import ContentStatus

if TYPE_CHECKING:
    from taggit.models import Tag

    from communaute.comptes.models import User
    from communaute.questions.querysets import QuestionQuerySet, SpaceQuerySet


def mark_questions(questions: QuestionQuerySet, user: object) -> QuestionQuerySet:
    """Each question with `is_followed`: whether this person follows it."""
    return questions.annotate(is_followed=_followed_by(user, "question"))


def mark_spaces(spaces: SpaceQuerySet, user: object) -> SpaceQuerySet:
    """Each space with `is_followed`: whether this person follows it."""
    return spaces.annotate(is_followed=_followed_by(user, "space"))


def mark_tags(tags: models.QuerySet[Tag], user: object) -> models.QuerySet[Tag]:
    """Each theme with `is_followed`: whether this person follows it."""
    return tags.annotate(is_followed=_followed_by(user, "tag"))


def _followed_by(user: object, what: str) -> models.Exists | models.Value:
    """Whether this person follows each row, a `what` of `Subscription`."""
    if not getattr(user, "is_authenticated", False):
        return models.Value(False)
    rows = apps.get_model("subscriptions", "Subscription").objects.active()
    return models.Exists(rows.filter(user=cast("User", user), **{what: models.OuterRef("pk")}))


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
