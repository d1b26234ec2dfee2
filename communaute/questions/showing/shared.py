"""The page of a question as everybody reads it: made once, kept, and filled for each reader.

It is for who neither wrote what is on it, nor moderates, nor edits the site: these read more, or
may do more, and their page is made for them alone. Nothing here is kept longer than `LATE_S`, nor
under another number of the public version than that read before the texts: what is hidden is gone
at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from communaute.comptes.models import User
from communaute.comptes.perms import has_every_right, memberships_of
from communaute.questions import happenings
from communaute.questions.models import Question
from communaute.questions.templatetags.questions_tags import question_data
from socle.keyset import END, KeysetPage, Place
from socle.public_pages import LATE_S, version_of
from socle.sharing.parts import IS_SHARED, TOKEN, Readers, fill, kept_for

from .page import question_context, questions_for

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from communaute.questions.forms import AnswerPlaceForm
    from socle.public_pages import Version

# The places of a thread that are kept: an address may name any other, and fill the cache. Of all
# those, what stands around the answers is kept once.
KEPT_PLACES = {Place(), Place(before=END)}
AROUND = "around"
# Moves when what is kept changes: the former release may still be read from the cache.
SHAPE = 2
PARTS = ("question", "answers", "aside")
OF_A_PLACE = {"answers", "data"}
# What the page of a question names of it, apart from its parts.
SHOWN = ("summary", "asker_name", "etag")
# What moves when something that a member should see at once comes in the thread.
STATE = (
    "version",
    "edited_at",
    "answers_count",
    "comments_count",
    "useful_count",
    "files_count",
    "accepted_answer_id",
    "accepted_by_asker",
    "last_activity_at",
    "locked_at",
)


@dataclass(frozen=True)
class SharedPage:
    """A question, of its author the name alone, and what its page shows of it, as HTML with holes;
    `writers` are the accounts whose texts are on the page."""

    question: Question
    writers: frozenset[int]
    page_obj: KeysetPage
    shown: dict[str, str]
    parts: dict[str, str]

    def around(self) -> SharedPage:
        """What is the same wherever one is in the thread."""
        parts = {name: html for name, html in self.parts.items() if name not in OF_A_PLACE}
        return replace(self, writers=frozenset(), parts=parts)

    def context(self, request: HttpRequest, mine: dict[str, Any] | None) -> dict[str, Any]:
        """What the template of the page needs, for a reader whose own marks are on `mine`."""
        chosen: set[int] = set()
        if mine is not None:
            # The annotations that say what is this reader's.
            self.question.__dict__.update(
                {name: value for name, value in mine.items() if name not in STATE}
            )
            chosen = {int(pk) for pk in (mine["my_votes"] or "").split()}
        filled = {
            name: fill(html, token=lambda: get_token(request), chosen=chosen)
            for name, html in self.parts.items()
        }
        return self.shown | {
            "question": self.question,
            "page_obj": self.page_obj,
            "parts": filled,
            "is_asker": False,
        }


def shared_context(request: HttpRequest, pk: int, place: AnswerPlaceForm) -> dict[str, Any] | None:
    """The context of the page of a question that others read; None for a reader, or a page, whose
    own must be made. One query for a visitor, two for a member, when it is kept already."""
    if place.wanted():
        return None
    where = place.place()
    name = str(where.before) if where in KEPT_PLACES else AROUND
    version = version_of(request)
    mine = None
    if request.user.is_authenticated:
        mine = _marks(cast("User", request.user), pk)
        if mine is None:
            return None
    key = _key(pk, name, version, mine)
    page: SharedPage | None = cache.get(key)
    if page is None or name == AROUND:
        if mine is not None and mine["wrote_here"]:
            return None
        readers = Readers.VISITORS if mine is None else Readers.MEMBERS
        made = _make(pk, place, readers, version, around=page)
        if made is None:
            return None
        if page is None:
            cache.set(key, made.around() if name == AROUND else made, LATE_S)
        page = made
    if request.user.pk in page.writers:
        return None
    return page.context(request, mine)


def _marks(user: User, pk: int) -> dict[str, Any] | None:
    """What is this member's in the thread; None for who asked, or has a text there that others do
    not read, edits the site or moderates; and when others do not read the question."""
    if has_every_right(user) or memberships_of(user):
        return None
    mine = _marked(pk, user.pk).first()
    return None if mine is None or mine["takes_part"] else mine


def _marked(pk: int, user_pk: int) -> QuerySet[Any, dict[str, Any]]:
    user = User(pk=user_pk)
    rows = Question.objects.published().with_part_of(user)
    rows = rows.with_draft_of(user).with_read_mark_of(user)
    rows = happenings.mark_questions(rows, user).filter(pk=pk)
    return rows.values(*STATE, *rows.query.annotations)


def _key(pk: int, name: str, version: Version, mine: dict[str, Any] | None) -> str:
    """For visitors, whose pages are kept whole, both numbers; for members what moved here."""
    if mine is None:
        return f"questions:shared-{SHAPE}:{pk}:{name}:{version.number}.{version.community}"
    state = ".".join(str(mine[name]) for name in STATE)
    moved = sha256(state.encode()).hexdigest()
    return f"questions:shared-{SHAPE}:{pk}:{name}:{version.number}:{moved}"


def _make(
    pk: int,
    place: AnswerPlaceForm,
    readers: Readers,
    version: Version,
    *,
    around: SharedPage | None = None,
) -> SharedPage | None:
    """None for a question that has no answer, or that others do not read; of `around`, the answers
    alone are made."""
    nobody = AnonymousUser()
    question = (
        around.question if around else questions_for(nobody).published().filter(pk=pk).first()
    )
    if question is None or not question.answers_count:
        return None
    context = question_context(nobody, question, place)
    context |= {
        IS_SHARED: True,
        "csrf_token": TOKEN,
        "user": nobody,
        "request": SimpleNamespace(user=nobody, _public_version=version),
        "CANONICAL_URL": f"{settings.BASE_URL}{question.get_absolute_url()}",
    }
    parts = around.parts if around else {}
    parts |= {
        name: kept_for(readers, render_to_string(f"questions/reading/_{name}.html", context))
        for name in PARTS
        if name not in parts
    }
    parts["data"] = question_data(question, context["accepted"], context["answers"])
    _leave_its_name(question)
    page_obj = replace(context["page_obj"], object_list=())
    shown = {name: context[name] for name in SHOWN}
    return SharedPage(question, frozenset(context["badges"]), page_obj, shown, parts)


def _leave_its_name(question: Question) -> None:
    """Forget what is kept of an account but its name, and what the parts say already."""
    if question.author:
        question.author = User(pk=question.author_id, display_name=question.author.display_name)
    for name in ("first_comments", "joined"):
        question.__dict__.pop(name, None)
