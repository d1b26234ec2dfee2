"""A question goes to another space: its figures, its territory and those asked go with it."""

from django.db import transaction

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from communaute.moderation.audit_log.log import together
from communaute.moderation.models import Case
from communaute.moderation.services import move_cases, settle_by_moving
from communaute.notifications.services import tell
from communaute.questions.counters import count_in_space
from communaute.questions.errors import InvalidText, QuestionNotAllowed
from communaute.questions.models import Answer, Comment, Question, Space, SpaceMove
from communaute.questions.perms import is_author
from communaute.questions.routing import services as routing
from communaute.questions.search import index_question
from communaute.questions.spaces.perms import can_move, spaces_open_to
from socle.public_pages import touch_public_pages


@transaction.atomic
def move_question(
    *,
    actor: User,
    question: Question,
    space: Space,
    reason: str = "",
    case: Case | None = None,
) -> Question:
    """Put a question in another space; in its own already, nothing changes. `case`: its open case,
    that the move decides.

    Counters, territory of the question, of its answers and comments follow, and so the agency that
    moderates them, open cases included. While nobody answered, those who answer there are asked. A
    moderator says why, and the author is told. Raises QuestionNotAllowed, InvalidText when a
    moderator gives no reason, ModerationError when the case is not theirs to decide.
    """
    lock_accounts(actor.pk, question.author_id)
    with together():
        if case is not None:
            settle_by_moving(actor=actor, case=case, place=space.title)
        return _moved(actor, question, space, reason)


def _moved(actor: User, question: Question, space: Space, reason: str) -> Question:
    question = _locked(question)
    if not (can_move(actor, question) and spaces_open_to(actor, question).contains(space)):
        raise QuestionNotAllowed(NOT_ALLOWED)
    by_moderator = not is_author(actor, question)
    if by_moderator and not reason:
        raise InvalidText("Dites pourquoi : l’auteur de la question le lira.")
    if question.space_id == space.pk:
        return question
    left = question.space
    _put(question, space)
    here = Question.objects.filter(pk=question.pk)
    move_cases(
        actor=actor,
        contents=(here, question.answers.all(), question.comments.all()),
        commune_id=space.commune_id,
        departement_id=space.departement_id,
    )
    move = SpaceMove.objects.create(
        question=question,
        from_space=left,
        to_space=space,
        actor=actor,
        by_moderator=by_moderator,
        reason=reason if by_moderator else "",
    )
    if question.first_answer_at is None:
        # Those who answer where it went are asked.
        routing.reach_first(question)
    if by_moderator and question.author:
        _tell_author(move, question.author)
    index_question(question.pk)
    touch_public_pages()
    return question


NOT_ALLOWED = (
    "Une question est déplacée par son auteur, par l’agence qui veille sur les deux espaces, "
    "ou par l’équipe nationale."
)


def _locked(question: Question) -> Question:
    """The question as it is now, locked after what is written under it."""
    for model in (Comment, Answer):
        texts = model.objects.select_for_update(of=("self",), no_key=True)  # type: ignore[attr-defined]
        list(texts.filter(question=question.pk).order_by("pk").values_list("pk"))
    return Question.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)


def _put(question: Question, space: Space) -> None:
    is_answered = question.first_answer_at is not None
    moves = sorted([(question.space_id, -1), (space.pk, 1)])
    for pk, move in moves:  # always in the same order: two moves never wait for one another
        count_in_space(pk, move, is_answered=is_answered)
    question.space = space
    question.commune_id, question.departement_id = space.commune_id, space.departement_id
    question.save(update_fields=["space", "commune", "departement"])
    for texts in (question.answers, question.comments):
        texts.update(commune=space.commune_id, departement=space.departement_id)


def _tell_author(move: SpaceMove, author: User) -> None:
    tell(
        "questions.moved",
        to=author,
        key=f"questions-deplacee-{move.pk}",
        url=move.question.get_absolute_url(),
        thread=f"question-{move.question_id}",
        context={
            "question_pk": move.question_id,
            "space_pk": move.to_space_id,
            "question": move.question.title,
            "from_space": move.from_space.title,
            "to_space": move.to_space.title,
            "reason": move.reason,
        },
    )
