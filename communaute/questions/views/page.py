"""The page of one question, made for one reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from communaute.comptes.badges import give_badges
from communaute.comptes.perms import colleagues_of, is_agency
from communaute.moderation.sanction_rules.reading import may_write
from communaute.questions import perms
from communaute.questions.attachments.reading import with_files
from communaute.questions.comments.reading import give_first_comments
from communaute.questions.models import Question
from communaute.questions.querysets import mark_questions
from communaute.questions.reading.marks import etag_of
from communaute.questions.reading.summaries import can_summarise
from communaute.questions.reading.thread import thread
from communaute.questions.spaces.perms import can_move
from communaute.questions.text_pipeline.text import plain

if TYPE_CHECKING:
    from communaute.questions.forms import AnswerPlaceForm
    from communaute.questions.querysets import QuestionQuerySet


def questions_for(user: object) -> QuestionQuerySet:
    """Questions as their page shows them to a person, and the places of those withdrawn."""
    return mark_questions(Question.objects.with_places(user).for_page(user), user)


def question_context(user: object, question: Question, place: AnswerPlaceForm) -> dict[str, Any]:
    """What the page of a question shows, the answer box apart."""
    read = thread(user, question, place.place(), wanted=place.wanted())
    shown, accepted = list(read.page), read.accepted
    comments = give_first_comments(user, question, read.readable)
    with_files([question, *read.readable])
    give_badges([question, *read.readable, *comments])
    address = question.get_absolute_url()
    for one in read.readable:
        one.address = one.place_on(address)
        one.is_mine = perms.is_author(user, one)
    moderates = perms.is_in_charge(user, question)
    close = colleagues_of(user) if moderates else frozenset()
    for text in [question, *read.readable, *comments]:
        text.is_moderated = moderates and text.author_id not in close
    alone = not shown and not accepted and not is_agency(user)
    writes = may_write(user)
    return {
        "question": question,
        "address": address,
        "answer_url": reverse("questions:answer", args=[question.pk]),
        "summary": question.public_title if question.is_withdrawn else plain(question.body_html),
        "asker_name": question.author.public_name if question.author else "",
        "answers": shown,
        "accepted": accepted,
        "page_obj": read.page,
        "acceptable": perms.acceptable(user, question, shown),
        "may_vote": writes and perms.can_take_part(user, question),
        "may_quote": writes and perms.is_open_to_answers(question),
        "may_comment": writes and not question.is_locked,
        "is_asker": perms.is_asker(user, question),
        "is_alone": alone,
        "last_summary": question.summaries.first(),
        "may_summarise": can_summarise(user, question),
        "etag": etag_of(question),
        "can_move": can_move(user, question),
    }
