"""Who may do what with questions; the reading rule is `visible_to` of the querysets."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from cms.starter import EDITORS, TEAM
from communaute.comptes.models import User
from communaute.comptes.perms import (
    colleagues_of,
    has_every_right,
    is_in_group,
    is_national_team,
)
from communaute.moderation.perms import covers
from communaute.questions.models import Answer, Question
from socle.hooks import hooked

from .models import Post
from .numbers import NUMBERS


def can_ask(user: object) -> bool:
    """Anybody with an account may ask, in every space."""
    return bool(getattr(user, "is_authenticated", False) and getattr(user, "is_active", False))


def can_take_part(user: object, question: Question) -> bool:
    """Anybody with an account may vote or choose about a question that others can read."""
    return can_ask(user) and question.is_published


def people_apart(person: User) -> set[int]:
    """Accounts (pks) that this person blocked, or that blocked them, as rooms above tell: neither
    names the other in a mail, nor calls the other to answer."""
    return {pk for of_person in hooked("questions.people_apart") for pk in of_person(person)}


def can_answer(user: object, question: Question) -> bool:
    """The same may answer it, unless moderation closed it to answers."""
    return can_take_part(user, question) and is_open_to_answers(question)


def is_open_to_answers(question: Question) -> bool:
    """Others can read it, and moderation did not close it to answers."""
    return question.is_published and not question.is_locked


def can_choose(user: object, question: Question) -> bool:
    """The asker says which answer helped; the agency of the territory may for one not seen for
    long, never in place of one who said."""
    if not can_take_part(user, question):
        return False
    if is_author(user, question):
        return True
    if question.accepted_answer_id and question.accepted_by_asker:
        return False
    return is_in_charge(user, question) and is_asker_absent(question)


def is_in_charge(user: object, question: Question) -> bool:
    """The agency of the territory, and the national team."""
    return is_national_team(user) or covers(user, question)


def is_asker_absent(question: Question) -> bool:
    """Whether the asker neither signed in nor wrote for some days (`NUMBERS.absent_days`), or
    closed their account."""
    asker = question.author
    if asker is None:
        return True
    since = timezone.now() - timedelta(days=NUMBERS.absent_days)
    if max(asker.date_joined, asker.last_login or asker.date_joined) > since:
        return False
    texts = (asker.questions, asker.answers)
    return not any(written.filter(created_at__gt=since).exists() for written in texts)


def can_accept(user: object, question: Question, answer: Answer) -> bool:
    """May say that this answer helped: an agency never chooses its own, nor a colleague's."""
    return bool(acceptable(user, question, [answer]))


def acceptable(user: object, question: Question, answers: Sequence[Answer]) -> set[int]:
    """Those of these answers (pks) that `can_accept` allows; no query more than for one."""
    if not answers or not can_choose(user, question):
        return set()
    mine = frozenset() if is_author(user, question) else colleagues_of(user)
    return {one.pk for one in answers if one.is_published and one.author_id not in mine}


def can_vote(user: object, answer: Answer) -> bool:
    """Anybody with an account may say that an answer they can read is useful; not of their own."""
    readable = answer.is_published and can_take_part(user, answer.question)
    return readable and not is_author(user, answer)


def is_author(user: object, text: Post) -> bool:
    return text.author_id is not None and text.author_id == getattr(user, "pk", None)


def is_editor(user: object) -> bool:
    """Who publishes the pages of the site, in /gestion/. One query."""
    return is_in_group(user, EDITORS)


def can_comment(user: object, about: Question | Answer) -> bool:
    """Whoever may answer the question, under what others can read."""
    question = about if isinstance(about, Question) else about.question
    return can_answer(user, question) and about.is_published


def can_invite(user: object, question: Question) -> bool:
    """The asker, the agency of the territory and the national team may invite to answer."""
    if not can_answer(user, question):
        return False
    return is_author(user, question) or is_in_charge(user, question)


def can_follow(user: object, target: object) -> bool:
    """A question only while it is online; spaces and themes always are."""
    if not getattr(user, "is_authenticated", False):
        return False
    return target.is_published if isinstance(target, Question) else True


def can_keep_tags(user: object) -> bool:
    """The editors and the national team, in the back office; one query."""
    if not getattr(user, "is_active", False):
        return False
    return has_every_right(user) or is_in_group(user, EDITORS, TEAM)
