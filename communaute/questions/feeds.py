"""Atom feeds: of the latest questions, of those that wait or help most, of a space, of a theme."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from taggit.models import Tag

from cms.site.selectors import service_name
from communaute.questions.models import Question, Space
from communaute.questions.querysets import QuestionQuerySet
from socle.parameters import varies_with

LATEST = 20


class LatestQuestions(Feed):
    """The last questions asked, whatever the place."""

    feed_type = Atom1Feed
    name = "les dernières questions"
    subtitle: Any = "Les questions des copropriétés sur les réseaux de chaleur."
    link: Any = "/communaute/"

    def title(self, obj: Any) -> str:
        return f"{service_name()} : {self.name_of(obj)}"

    def name_of(self, obj: Any) -> str:
        return self.name

    def items(self, obj: Any) -> list[Question]:
        questions = self.within(obj).select_related("author", "space")
        return list(self.sorted(questions)[:LATEST])

    def within(self, obj: Any) -> QuestionQuerySet:
        return Question.objects.travelling()

    def sorted(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        return questions.order_by("-created_at", "-pk")

    def item_title(self, item: Question) -> str:
        return item.title

    def item_description(self, item: Question) -> str:
        return item.body_html

    def item_author_name(self, item: Question) -> str:
        return item.author_name

    def item_pubdate(self, item: Question) -> datetime:
        return item.created_at


class UnansweredQuestions(LatestQuestions):
    name = "les questions sans réponse"
    link = "/communaute/?sans_reponse=1"

    def within(self, obj: Any) -> QuestionQuerySet:
        return Question.objects.travelling().unanswered()


class UsefulQuestions(LatestQuestions):
    name = "les questions aux réponses les plus utiles"
    link = "/communaute/?tri=utiles"

    def sorted(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        return questions.order_by("-useful_count", "-last_activity_at", "-pk")


class SpaceQuestions(LatestQuestions):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Space:
        return get_object_or_404(Space, slug=kwargs["slug"])

    def name_of(self, obj: Space) -> str:
        return obj.title

    def link(self, obj: Space) -> str:
        return obj.get_absolute_url()

    def within(self, obj: Space) -> QuestionQuerySet:
        return Question.objects.travelling().filter(space=obj)

    def sorted(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        # As the list of the space: its index is in this order.
        return questions.order_by("-last_activity_at", "-pk")


class ThemeQuestions(LatestQuestions):
    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Tag:
        return get_object_or_404(Tag, slug=kwargs["slug"])

    def name_of(self, obj: Tag) -> str:
        return obj.name

    def link(self, obj: Tag) -> str:
        return reverse("questions:theme", args=[obj.slug])

    def within(self, obj: Tag) -> QuestionQuerySet:
        return Question.objects.travelling().tagged(obj)


LATEST_ASKED = varies_with()(require_safe(LatestQuestions()))
UNANSWERED = varies_with()(require_safe(UnansweredQuestions()))
USEFUL = varies_with()(require_safe(UsefulQuestions()))
OF_SPACE = varies_with()(require_safe(SpaceQuestions()))
OF_THEME = varies_with()(require_safe(ThemeQuestions()))
