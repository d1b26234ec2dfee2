from typing import Self

from django.db import models

from communaute.moderation.querysets import ModeratedQuerySet

from .enums import SpaceKind


class SpaceQuerySet(models.QuerySet):
    def national(self) -> Self:
        return self.filter(kind=SpaceKind.NATIONAL)


class QuestionQuerySet(ModeratedQuerySet):
    def for_list(self) -> Self:
        """What a list line shows, in one query plus one for tags."""
        return self.select_related("author", "space").defer("body", "body_html")

    def unanswered(self) -> Self:
        return self.filter(answers_count=0)


class AnswerQuerySet(ModeratedQuerySet):
    def for_list(self) -> Self:
        return self.select_related("author")
