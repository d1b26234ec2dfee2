"""What people are told when an answer comes; the words are in the templates of `kinds.py`."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.badges import badges_of
from communaute.comptes.models import User
from communaute.notifications.services import tell
from communaute.notifications.words import beginning, text_of

from .models import Answer, Comment, Question, Subscription
from .numbers import NUMBERS

QUOTED_CHARACTERS = 1_500
# Of a question that somebody may answer, or follows without having asked it.
ASKED_CHARACTERS = 600
# Of the keys of what is told of an answer or a comment.
BEGINNINGS = (
    "questions-reponse-",
    "questions-retenue-",
    "questions-utile-",
    "questions-commentaire-",
)


def thread_of(question_pk: int) -> str:
    """Where all that is told of a question stays together."""
    return f"question-{question_pk}"


def answer_key(answer: Answer) -> str:
    """Key of the notifications about an answer: withdrawn when it is hidden."""
    return f"questions-reponse-{answer.pk}"


def keys_of(answer: Answer) -> tuple[str, str, str]:
    """Keys of all that is told of an answer: that it came, was accepted, is useful."""
    return answer_key(answer), f"questions-retenue-{answer.pk}", f"questions-utile-{answer.pk}"


def kind_of_answer(*, is_first: bool) -> str:
    return "questions.first_answer" if is_first else "questions.new_answer"


def announce_answer(answer: Answer, *, asker: User, is_first: bool) -> None:
    """Tell the asker: at once by mail for the first answer, the morning for the next ones."""
    tell(
        kind_of_answer(is_first=is_first),
        to=asker,
        key=answer_key(answer),
        url=answer.get_absolute_url(),
        thread=thread_of(answer.question_id),
        context=answer_context(answer),
        not_before=answer.told_from,
    )


def answer_context(answer: Answer) -> dict[str, Any]:
    """What is said of a new answer."""
    quoted = quote_of(answer, QUOTED_CHARACTERS)
    return {**_of(answer), "author": _signed(answer), **quoted}


def question_context(question: Question) -> dict[str, Any]:
    """What is said of a question to those who did not ask it."""
    return {
        "asker": question.author.public_name if question.author else "Une personne",
        "question": question.title,
        "question_pk": question.pk,
        "space": question.space.title,
        **quote_of(question, ASKED_CHARACTERS),
    }


def edited_context(question: Question) -> dict[str, Any]:
    """What is said of a question to whom its author names in it, once it is asked."""
    return question_context(question) | {"author": _signed(question)}


def quote_of(content: Question | Answer, most: int) -> dict[str, Any]:
    """The beginning of a text, and whether it was cut."""
    text = text_of(content.body_html)
    return {"quote": beginning(text, most), "is_cut": len(text) > most}


def as_it_is_now(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a mail quotes, and whom it names, read again as it leaves: texts are edited meanwhile,
    people leave."""
    now: dict[str, Any] = {}
    if comment := Comment.objects.filter(pk=context.get("comment_pk")).first():
        now = {"quote": comment.body, "author": _signed(comment)}
    elif answer := Answer.objects.filter(pk=context.get("answer_pk")).first():
        now = quote_of(answer, QUOTED_CHARACTERS) | {"author": _signed(answer)}
    if (
        question := Question.objects.select_related("space", "author")
        .filter(pk=context["question_pk"])
        .first()
    ):
        now = edited_context(question) | now
        now |= {"lost_at": question.answer_lost_at, "by_asker": question.accepted_by_asker}
    return {name: value for name, value in now.items() if name in context}


def _of(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question.title,
        "question_pk": answer.question_id,
        "answer_pk": answer.pk,
    }


def _signed(content: Question | Answer | Comment) -> str:
    """Who wrote it, as the site shows it: « Monique D. (Ambassadeur · Les Tilleuls) »."""
    badges = ", ".join(badge.label for badge in badges_of(content.author)) if content.author else ""
    return f"{content.author_name} ({badges})" if badges else content.author_name


def comment_key(comment: Comment) -> str:
    """Key of what is told of a comment: withdrawn when it is hidden."""
    return f"questions-commentaire-{comment.pk}"


def announce_comment(comment: Comment) -> None:
    """Tell the author of the text, and those who commented it before; each once."""
    about = comment.answer or comment.question
    under = {"question": comment.question_id, "answer": comment.answer_id}
    before = Comment.objects.published().filter(**under, pk__lt=comment.pk)
    lately = before.exclude(author=None).order_by("-pk").values_list("author", flat=True)
    told = {about.author_id, *lately[: NUMBERS.commenters_told]} - {None, comment.author_id}
    context = comment_context(comment)
    stopped = Subscription.objects.filter(question=comment.question_id, is_active=False)
    people = User.objects.filter(pk__in=told, is_active=True)
    for person in people.exclude(pk__in=stopped.values("user")).order_by("pk"):
        tell(
            "questions.new_comment",
            to=person,
            key=comment_key(comment),
            url=comment.get_absolute_url(),
            thread=thread_of(comment.question_id),
            context=context | {"is_yours": person.pk == about.author_id},
            not_before=comment.told_from,
        )


def comment_context(comment: Comment) -> dict[str, Any]:
    """What is said of a new comment."""
    return {
        "question": comment.question.title,
        "question_pk": comment.question_id,
        "comment_pk": comment.pk,
        "author": _signed(comment),
        "quote": comment.body,
        "is_answer": comment.answer_id is not None,
    }


def announce_accepted(answer: Answer, *, author: User, by_asker: bool) -> None:
    """Tell the author that the answer helped, and whether the asker says so or an agency."""
    tell(
        "questions.answer_accepted",
        to=author,
        key=keys_of(answer)[1],
        url=answer.get_absolute_url(),
        thread=thread_of(answer.question_id),
        context=_of(answer) | {"by_asker": by_asker},
    )


def announce_useful(answer: Answer, *, author: User) -> None:
    """Tell the author, on the site, that the answer is useful: the first time only."""
    tell(
        "questions.useful",
        to=author,
        key=keys_of(answer)[2],
        url=answer.get_absolute_url(),
        thread=thread_of(answer.question_id),
        context=_of(answer),
    )
