"""What of this room may be reported, how the counters follow a decision, what others can read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from communaute.comptes.models import User
from communaute.comptes.trust import TrustSource
from communaute.moderation.decision_rules import MARKS
from communaute.moderation.enums import ContentStatus, DecisionKind
from communaute.moderation.registry import ModeratedType, Neighbour, by_model
from socle.public_pages import touch_public_pages

from .counters import answer_status_changed, comment_status_changed, question_status_changed
from .models import Answer, Attachment, Comment, Profile, Question, Space
from .text_pipeline.text import render

DELETED = ContentStatus.DELETED


def _question_text(question: Question) -> str:
    return f"{question.title}\n\n{question.body}{_files_of(question)}"


def _question_html(text: str) -> str:
    """The title stays as it was typed: Markdown is for what follows it."""
    title, _, rest = text.partition("\n\n")
    return format_html("<p>{}</p>\n", title) + _safe(render(rest))


def _safe(html: str) -> SafeString:
    """What this room rendered and cleaned."""
    return mark_safe(html)  # noqa: S308 -- `render` and `as_lines` give safe HTML


def _answer_text(answer: Answer) -> str:
    return f"{answer.body}{_files_of(answer)}"


def _files_of(content: Question | Answer) -> str:
    """Its files by their description: they are judged, hidden and erased with it."""
    if not content.files_count:
        return ""
    return "".join(
        f"\n\nFichier joint : {file}" for file in Attachment.objects.of([content]).published()
    )


def _asked(question: Question) -> str:
    if question.is_withdrawn:
        return question.public_title
    return _safe(_question_html(_question_text(question)))


def _comment_context(comment: Comment) -> str:
    """The answer it is under, or the question."""
    answer = comment.answer
    if answer is not None and not answer.is_withdrawn:
        return _safe(answer.body_html)
    return _asked(comment.question)


def _around_answer(answer: Answer, sides: int) -> list[Neighbour]:
    """The answers before and after, whatever became of them but those withdrawn."""
    rows = Answer.objects.filter(question=answer.question_id).exclude(status=DELETED)
    return _neighbours(answer, rows, sides)


def _around_question(question: Question, sides: int) -> list[Neighbour]:
    """The first answers."""
    rows = Answer.objects.filter(question=question.pk).exclude(status=DELETED)
    first = rows.select_related("author").order_by("created_at", "pk")[:sides]
    return [_neighbour(question, is_it=True), *(_neighbour(answer) for answer in first)]


def _around_comment(comment: Comment, sides: int) -> list[Neighbour]:
    """The comments before and after, under the same text."""
    rows = Comment.objects.filter(question=comment.question_id, answer=comment.answer_id)
    return _neighbours(comment, rows.exclude(status=DELETED), sides)


def _neighbours(content: Answer | Comment, rows: Any, sides: int) -> list[Neighbour]:
    """So many rows on each side of this one in time, itself included; one query."""
    place = (content.created_at, content.pk)
    before = rows.filter(
        Q(created_at__lt=place[0]) | Q(created_at=place[0], pk__lt=place[1])
    ).order_by("-created_at", "-pk")[:sides]
    after = rows.filter(
        Q(created_at__gt=place[0]) | Q(created_at=place[0], pk__gt=place[1])
    ).order_by("created_at", "pk")[:sides]
    beside = Q(pk__in=before.values("pk")) | Q(pk__in=after.values("pk"))
    found = [*rows.filter(beside).select_related("author"), content]
    found.sort(key=lambda one: (one.created_at, one.pk))
    return [_neighbour(one, is_it=one is content) for one in found]


def _neighbour(content: Question | Answer | Comment, *, is_it: bool = False) -> Neighbour:
    text = "" if is_it else _safe(content.body_html)
    return Neighbour(content.author_name, content.created_at, text, is_it)


def _lock(contents: Sequence[Any]) -> None:
    """Lock texts, then the threads and the spaces that count them, in the order of the house."""
    pks: dict[type, set[int]] = {Comment: set(), Answer: set(), Question: set()}
    for one in contents:
        pks[type(one)].add(one.pk)
        if isinstance(one, Comment) and one.answer_id is not None:
            pks[Answer].add(one.answer_id)
        if not isinstance(one, Question):
            pks[Question].add(one.question_id)
    _locked(Comment, pks[Comment])
    _locked(Answer, pks[Answer])
    questions = _locked(Question, pks[Question])
    _locked(Space, {one.space_id for one in questions})


def _locked[Row: Model](model: type[Row], pks: set[int]) -> list[Row]:
    rows = model._default_manager.select_for_update(of=("self",))
    return list(rows.filter(pk__in=pks).order_by("pk"))


def moderated_types() -> tuple[ModeratedType, ...]:
    return (
        ModeratedType(
            key="question",
            model=Question,
            label="Question",
            text=_question_text,
            on_change=question_status_changed,
            html=_question_html,
            around=_around_question,
            related=("space",),
            marks=MARKS,
            is_corrected=True,
            lock=_lock,
            discussion=lambda question: question,
        ),
        ModeratedType(
            key="reponse",
            model=Answer,
            label="Réponse",
            text=_answer_text,
            on_change=answer_status_changed,
            html=render,
            context=lambda answer: _asked(answer.question),
            around=_around_answer,
            related=("question__space",),
            marks=(DecisionKind.LABEL,),
            is_corrected=True,
            lock=_lock,
            discussion=lambda answer: answer.question,
        ),
        ModeratedType(
            key="commentaire",
            model=Comment,
            label="Commentaire",
            text=lambda comment: comment.body,
            on_change=comment_status_changed,
            context=_comment_context,
            around=_around_comment,
            related=("question__space", "answer"),
            is_corrected=True,
            lock=_lock,
            discussion=lambda comment: comment.question,
        ),
    )


def approved_posts(user: User) -> int:
    """How many texts of this person others can read."""
    models = (Question, Answer)
    questions, answers = (one.objects.published().filter(author=user).order_by() for one in models)
    return questions.values("pk").union(answers.values("pk"), all=True).count()


TRUST = TrustSource(approved_posts=approved_posts)


def _text(attachment: Attachment) -> str:
    """What the file is called and what it shows; who moderates opens it from the page."""
    described = f"{attachment.alt}\n" if attachment.alt else ""
    return f"{described}{attachment.name}"


def _context(attachment: Attachment) -> str:
    """The text it is joined to."""
    content = attachment.content
    known = by_model(type(content)) if content is not None else None
    return known.text(content) if known is not None else ""


def _nothing(attachment: Attachment, old_status: str, new_status: str) -> None:
    """Nothing is counted: whoever moves a status makes the pages again."""


FILE = ModeratedType(
    key="fichier",
    model=Attachment,
    label="Image ou fichier joint",
    text=_text,
    on_change=_nothing,
    context=_context,
    context_title="Le texte auquel il est joint",
)


def _page_text(profile: Profile) -> str:
    name = profile.hidden_name or (profile.author.public_name if profile.author else "")
    return f"Nom affiché : {name}"


def name_status_changed(profile: Profile, old_status: str, new_status: str) -> None:
    """Take the name off, or give it back unless another one was chosen since.

    Without a name one chooses another before writing again.
    """
    person = profile.author
    if person is None:
        return
    if not profile.is_published and person.display_name:
        _set(profile, person, hidden_name=person.display_name, display_name="")
    elif profile.is_published and profile.hidden_name:
        name = person.display_name or profile.hidden_name
        _set(profile, person, hidden_name="", display_name=name)
    touch_public_pages()


def _set(profile: Profile, person: User, *, hidden_name: str, display_name: str) -> None:
    Profile.objects.filter(pk=profile.pk).update(hidden_name=hidden_name)
    User.objects.filter(pk=person.pk).update(display_name=display_name)
    profile.hidden_name, person.display_name = hidden_name, display_name


MEMBER = ModeratedType(
    key="membre",
    model=Profile,
    label="Nom d’un membre",
    text=_page_text,
    on_change=name_status_changed,
    is_name=True,
)
