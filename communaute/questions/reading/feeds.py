"""Atom feed of the latest published questions."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from communaute.questions.models import Question

LATEST = 20


class LatestQuestions(Feed):
    feed_type = Atom1Feed
    title = "ChauffageUrbain : les dernières questions"
    subtitle = "Les questions des copropriétés sur les réseaux de chaleur."

    def link(self) -> str:
        return reverse("questions:home")

    def items(self) -> list[Question]:
        questions = Question.objects.published().select_related("author", "space")
        return list(questions.order_by("-created_at", "-pk")[:LATEST])

    def item_title(self, item: Question) -> str:
        return item.title

    def item_description(self, item: Question) -> str:
        return item.body_html

    def item_author_name(self, item: Question) -> str:
        return item.author.public_name if item.author else "Ancien membre"

    def item_pubdate(self, item: Question) -> datetime:
        return item.created_at
