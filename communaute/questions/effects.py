"""What a question, an answer or a comment sets off, in order: called in the transaction of the act.

Mentions come first, then the public page of who writes, who is asked, who follows.
"""

from django.db import transaction
from django.db.models import F

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts
from socle.public_pages import add_to_public_pages

from . import perms, profiles, subscriptions
from .errors import QuestionNotAllowed
from .mentions import services as mentions
from .models import Answer, Comment, Question, UsefulVote
from .notify import announce_useful
from .routing import services as routing
from .search import index_question
from .text_pipeline.limits import check_may_write


def question_asked(question: Question) -> None:
    profiles.open_page(question)
    routing.reach_first(question)
    subscriptions.question_asked(question)


def question_hidden(question: Question) -> None:
    routing.take_back(question)
    subscriptions.take_back_from_followers(question)


def question_shown(question: Question) -> None:
    """Shown again, after it was hidden."""
    routing.give_back_to_asked(question)
    subscriptions.give_back_to_followers(question)


def answer_written(answer: Answer) -> None:
    mentions.name_people_of_new(answer)
    profiles.open_page(answer)
    subscriptions.answer_written(answer)


def answer_shown(answer: Answer) -> None:
    """Shown again, after it was hidden."""
    mentions.tell_again(answer)
    subscriptions.tell_followers_of_answer(answer)


def comment_written(comment: Comment) -> None:
    mentions.name_people_of_new(comment)
    profiles.open_page(comment)


# Saying that an answer is useful: once a person, taken back at will.


@transaction.atomic
def mark_useful(*, actor: User, answer: Answer) -> Answer:
    """Count this person among those the answer helped; again changes nothing.

    Its author is told on the site, the first time. Raises QuestionNotAllowed for one's own answer
    and for one that others cannot read.
    """
    answer = _locked(actor, answer)
    _, is_new = UsefulVote.objects.get_or_create(answer=answer, user=actor)
    if is_new:
        _count(answer, 1)
        if answer.author:
            announce_useful(answer, author=answer.author)
        index_question(answer.question_id)
        add_to_public_pages()
    return answer


@transaction.atomic
def unmark_useful(*, actor: User, answer: Answer) -> Answer:
    """Take one's vote back; again changes nothing. Raises QuestionNotAllowed as `mark_useful`."""
    answer = _locked(actor, answer)
    taken, _ = UsefulVote.objects.filter(answer=answer, user=actor).delete()
    if taken:
        _count(answer, -1)
        index_question(answer.question_id)
        add_to_public_pages()
    return answer


def _count(answer: Answer, move: int) -> None:
    """The answer first, then its question: the order in which moderation takes them too."""
    Answer.objects.filter(pk=answer.pk).update(useful_count=F("useful_count") + move)
    Question.objects.filter(pk=answer.question_id).update(useful_count=F("useful_count") + move)


def _locked(actor: User, answer: Answer) -> Answer:
    """The answer, its row held so that two clicks come one after the other."""
    lock_accounts(actor.pk, answer.author_id)
    held = Answer.objects.select_for_update(of=("self",), no_key=True)
    answer = held.select_related("question__space", "author").get(pk=answer.pk)
    if perms.is_author(actor, answer):
        message = "Vous ne pouvez pas dire de votre propre réponse qu’elle est utile."
        raise QuestionNotAllowed(message)
    if not perms.can_vote(actor, answer):
        raise QuestionNotAllowed("Cette réponse n’est plus en ligne.")
    check_may_write(actor)
    return answer
