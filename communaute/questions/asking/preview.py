"""The question as others will read it, and what answers it already."""

from django.utils import timezone

from cms.indexed import GUIDES
from communaute.comptes.models import User
from socle.search.models import Document
from socle.search.results import HALF, documents_of, keys_of

from ..models import Question
from ..numbers import NUMBERS
from ..search import KEY as SEARCHED
from ..tags import proposed_for
from ..text_pipeline.text import render
from .forms import AskForm

SIMILAR_SHOWN = 5
GUIDES_SHOWN = 3


def as_it_will_be(user: object, form: AskForm) -> Question:
    """The question of a valid form, as its page shows it; it is not stored."""
    data = form.cleaned_data
    author = user if isinstance(user, User) else None
    if author is not None and data.get("display_name"):
        author = User(pk=author.pk, display_name=data["display_name"])
    now = timezone.now()
    return Question(
        author=author,
        space=data["space"],
        title=data["title"],
        body=data["body"],
        body_html=render(data["body"]),
        created_at=now,
        last_activity_at=now,
        **{name: data[name] for name in form.BUILDING},
    )


def similar_questions(title: str) -> list[Question]:
    """At most five published questions close to this one, the closest first."""
    keys = keys_of(SEARCHED, title, limit=SIMILAR_SHOWN, least=HALF)
    found = Question.objects.published().for_list().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def guides_about(title: str) -> list[Document]:
    """At most three guides that speak of it."""
    return documents_of(GUIDES, title, limit=GUIDES_SHOWN, least=HALF)


def tag_boxes(form: AskForm) -> list[tuple[str, bool]]:
    """Tags chosen, then proposed, each with whether its box is ticked: those that would be given
    to the question as it is."""
    data = form.cleaned_data
    chosen = data["tags"]
    proposed = proposed_for(f"{data['title']} {data['body']}")
    untouched = not chosen and not data["tags_shown"]
    names = list(dict.fromkeys([*chosen, *proposed]))[: NUMBERS.tags_max]
    return [(name, untouched or name in chosen) for name in names]
