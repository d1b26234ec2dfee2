"""Published questions and spaces, for search engines."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from communaute.questions.models import Question, Space


class QuestionSitemap(Sitemap[Question]):
    limit = 2000

    def items(self) -> QuerySet[Question]:
        # With all that an address is made of.
        questions = Question.objects.travelling()
        return questions.only("title", "status", "last_activity_at").order_by("pk")

    def lastmod(self, item: Question) -> datetime:
        return item.last_activity_at


class SpaceSitemap(Sitemap[Space]):
    limit = 2000

    def items(self) -> QuerySet[Space]:
        """A space without question has nothing to be found."""
        return Space.objects.filter(questions_count__gt=0).order_by("pk")
