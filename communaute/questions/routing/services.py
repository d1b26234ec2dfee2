"""Asking people to answer: a few at a time, never the whole list, each once a question."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.querysets import OrganisationQuerySet
from communaute.notifications.catalogue import kind_of
from communaute.notifications.channels import silenced
from communaute.notifications.services import restore, tell, withdraw
from communaute.questions.enums import AskedAs, ReachStep
from communaute.questions.models import Asked, Question
from communaute.questions.notify import question_context
from communaute.questions.spaces.people import operators_of
from socle.public_pages import add_to_public_pages
from socle.scheduler import Step

from .. import perms
from ..errors import (
    AlreadyAnswered,
    AlreadyInvited,
    InvitationNotAllowed,
    InvitationsSpent,
    QuestionNotAllowed,
    QuestionsError,
)
from ..numbers import NUMBERS as QUESTION_NUMBERS
from ..numbers import ROUTING_NUMBERS
from .answerers import Candidate, best_people


def question_key(question: Question) -> str:
    """Key of all that is told of a new question: withdrawn when it is hidden."""
    return f"questions-posee-{question.pk}"


def waiting_key(question: Question, step: str) -> str:
    """Key of what an agency or the national team is told of a question without answer; another one
    once it lost the answer it had: it is told again."""
    key, lost = _first_waiting_key(question, step), question.answer_lost_at
    return f"{key}-{lost:%Y%m%d%H%M%S}" if lost else key


def _first_waiting_key(question: Question, step: str) -> str:
    return f"questions-sans-reponse-{step}-{question.pk}"


def keys_of(question: Question) -> tuple[str, ...]:
    """Keys of all that is told about a question to those who may answer it."""
    steps = (ReachStep.AGENCY, ReachStep.TEAM)
    waiting = [key(question, step) for step in steps for key in (_first_waiting_key, waiting_key)]
    return (question_key(question), *dict.fromkeys(waiting))


@transaction.atomic
def reach_first(question: Question) -> None:
    """Ask the best matched ambassadors, the operator and the agency; in the asker's transaction."""
    # Published again, once its publication was taken back: who was chosen then was told nothing.
    chosen = question.asked.filter(role=AskedAs.AMBASSADOR).select_related("user", "invited_by")
    if question.told_from and chosen:
        for asked in chosen:
            _tell_asked(question, asked)
    else:
        _ask_people(question)
    for organisation in operators_of(question.space):
        _ask_members(question, organisation, AskedAs.OPERATOR, "routing.new_in_space")
    for agency in agencies_of(question):
        _ask_members(question, agency, AskedAs.AGENCY, "routing.new_in_space")
    _plan(question, ReachStep.AMBASSADORS)


@transaction.atomic
def reach_again(question: Question) -> None:
    """Its only answer went: the delays start again from this moment, not from the question's."""
    _plan(question, ReachStep.AMBASSADORS)


@transaction.atomic
def reach_next(pk: int, now: datetime) -> dict[str, int]:
    """Ask those whose turn has come, once; nothing when somebody answered meanwhile.

    Next ambassadors after 24 hours, the agency after 48, the national team after 7 days
    (`NUMBERS`). Returns how many people were told.
    """
    question = (
        Question.objects.waiting_for_reach(now)
        .select_for_update(of=("self",))
        .select_related("space", "author", "commune", "departement")
        .filter(pk=pk)
        .first()
    )
    if question is None:
        return {}
    told = 0
    # A clock that was stopped catches up: all the steps that are due, in order.
    while question.next_reach_at is not None and question.next_reach_at <= now:
        told += _take_step(question, ReachStep(question.reach_step))
        question.refresh_from_db(fields=["reach_step", "next_reach_at"])
    add_to_public_pages()
    return {"questions_reached": told} if told else {}


def _take_step(question: Question, step: ReachStep) -> int:
    """Ask those of one step and plan the next; returns how many people were told."""
    told = 0
    if step is ReachStep.AMBASSADORS:
        told = _ask_people(question)
        _plan(question, ReachStep.AGENCY)
    elif step is ReachStep.AGENCY:
        for agency in agencies_of(question):
            told += _ask_members(question, agency, AskedAs.AGENCY, "routing.unanswered", step)
        _plan(question, ReachStep.TEAM)
    else:
        for team in Organisation.objects.filter(kind=OrganisationKind.EQUIPE):
            told += _ask_members(question, team, AskedAs.TEAM, "routing.unanswered", step)
        Question.objects.filter(pk=question.pk).update(reach_step="", next_reach_at=None)
    return told


@transaction.atomic
def invite_to_answer(*, actor: User, question: Question, user: User) -> Asked:
    """Ask one of the people suggested to answer this question.

    Raises QuestionNotAllowed for somebody else than the asker, the agency of the territory or the
    national team, or for a person who is not suggested; AlreadyInvited; AlreadyAnswered;
    InvitationsSpent.
    """
    question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("space", "author", "commune", "departement")
        .get(pk=question.pk)
    )
    if not perms.can_invite(actor, question):
        raise InvitationNotAllowed
    if question.asked.filter(user=user).exists():
        raise AlreadyInvited
    over = no_more_invitations(question)
    if over is not None:
        raise over
    candidate = next((one for one in suggestions(question) if one.user.pk == user.pk), None)
    if candidate is None or not _with_room([candidate]):
        message = "Cette personne ne peut pas être invitée en ce moment : choisissez-en une autre."
        raise QuestionNotAllowed(message)
    asked = _ask_one(question, candidate, invited_by=actor)
    add_to_public_pages()
    return asked


def no_more_invitations(question: Question) -> QuestionsError | None:
    """Why nobody is to be invited any more, whoever asks; None while one may."""
    if question.first_answer_at is not None:
        return AlreadyAnswered()
    most = ROUTING_NUMBERS.invitations_a_question
    if question.asked.filter(invited_by__isnull=False).count() >= most:
        return InvitationsSpent(most)
    return None


@transaction.atomic
def take_back(question: Question) -> None:
    """Nothing leads any more to a question that was hidden; mails not yet gone do not leave."""
    for key in keys_of(question):
        withdraw(key=key)


@transaction.atomic
def give_back_to_asked(question: Question) -> None:
    """A question shown again is told again to those it had been told to, and who are still there
    to answer it."""
    again = {key for key in keys_of(question) if restore(key=key)}
    for asked in question.asked.select_related("user", "invited_by"):
        if asked.role == AskedAs.AMBASSADOR:
            if question_key(question) in again:
                _tell_asked(question, asked)
            continue
        theirs = Organisation.objects.filter(name=asked.of, memberships__user=asked.user).first()
        if theirs is None:
            continue
        for kind, key in _told_to(question, asked.role):
            if key in again:
                _tell_member(kind, question, asked.user, key, theirs)


def _told_to(question: Question, role: str) -> list[tuple[str, str]]:
    """Kinds and keys of what the people of an organisation may have been told."""
    if role == AskedAs.TEAM:
        return [("routing.unanswered", waiting_key(question, ReachStep.TEAM))]
    told = [("routing.new_in_space", question_key(question))]
    if role == AskedAs.AGENCY:
        told.append(("routing.unanswered", waiting_key(question, ReachStep.AGENCY)))
    return told


def suggestions(question: Question) -> list[Candidate]:
    """Who may be invited now, the best matched first, with why; each has room this week, hears of
    it, and neither blocked the asker nor was blocked by them."""
    already = {*question.asked.values_list("user_id", flat=True), question.author_id}
    busy = _busy(timezone.now())
    silent = silenced(kind_of("routing.asked_you"))
    apart = perms.people_apart(question.author) if question.author else set()
    without = {pk for pk in already | busy | silent | apart if pk is not None}
    return best_people(question, without=without, limit=ROUTING_NUMBERS.people_suggested)


def agencies_of(question: Question) -> OrganisationQuerySet | list[Organisation]:
    """Agencies of the territory of the question, the most precise first."""
    agencies = Organisation.objects.agencies()
    if question.commune:
        return agencies.covering(question.commune)[: QUESTION_NUMBERS.agencies_asked]
    if question.departement_id:
        found = agencies.covering_departement(question.departement_id)
        return found[: QUESTION_NUMBERS.agencies_asked]
    return []


def answers_in(question: Question, organisation: int) -> bool:
    """Whether this organisation (pk) is one of those that answer where the question is."""
    answering = [*operators_of(question.space), *agencies_of(question)]
    return any(one.pk == organisation for one in answering)


def _busy(now: datetime) -> set[int]:
    """People asked as often as one may be in seven days."""
    since = now - timedelta(days=7)
    rows = (
        Asked.objects.filter(role=AskedAs.AMBASSADOR, asked_at__gt=since)
        .values("user")
        .annotate(times=Count("pk"))
        .filter(times__gte=ROUTING_NUMBERS.asked_a_week)
    )
    return set(rows.values_list("user", flat=True))


def _with_room(candidates: list[Candidate]) -> list[Candidate]:
    """Those still below their number of the week, their accounts locked so that two questions
    asked at one instant do not both count before the other's.

    Whom another question is asking at this very moment is left for the next time: waiting for
    them, while one's own account is locked, could be waiting for each other.
    """
    accounts = User.objects.filter(pk__in=[one.user.pk for one in candidates])
    free = accounts.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True)
    ours = set(free) - _busy(timezone.now())
    return [one for one in candidates if one.user.pk in ours]


def _ask_people(question: Question) -> int:
    chosen = _with_room(suggestions(question)[: ROUTING_NUMBERS.people_asked])
    for candidate in chosen:
        _ask_one(question, candidate)
    return len(chosen)


def _ask_one(question: Question, candidate: Candidate, invited_by: User | None = None) -> Asked:
    asked = Asked.objects.create(
        question=question,
        user=candidate.user,
        role=AskedAs.AMBASSADOR,
        of=candidate.of[:200],
        why=candidate.why[:300],
        invited_by=invited_by,
    )
    _tell_asked(question, asked)
    return asked


def _tell_asked(question: Question, asked: Asked) -> None:
    _tell(
        "routing.asked_you",
        question,
        asked.user,
        question_key(question),
        invited_by=asked.invited_by.public_name if asked.invited_by else "",
    )


def _ask_members(
    question: Question, organisation: Organisation, role: str, kind: str, step: str = ""
) -> int:
    """Tell the members of an organisation, a few at most, leads first; the asker apart."""
    key = waiting_key(question, step) if step else question_key(question)
    people = _members(organisation, question)
    for user in people:
        Asked.objects.get_or_create(
            question=question, user=user, defaults={"role": role, "of": organisation.name[:200]}
        )
        _tell_member(kind, question, user, key, organisation)
    return len(people)


def _tell_member(
    kind: str, question: Question, user: User, key: str, organisation: Organisation
) -> None:
    named = {"organisation": organisation.name, "organisation_pk": organisation.pk}
    _tell(kind, question, user, key, **named)


def _members(organisation: Organisation, question: Question) -> list[User]:
    rows = (
        Membership.objects.filter(organisation=organisation, user__is_active=True)
        .exclude(user=question.author_id)
        .select_related("user")
        # « responsable » comes after « membre » in the alphabet.
        .order_by("-role", "pk")[: ROUTING_NUMBERS.members_told]
    )
    return [row.user for row in rows]


def _tell(kind: str, question: Question, user: User, key: str, **more: Any) -> None:
    tell(
        kind,
        to=user,
        key=key,
        url=question.get_absolute_url(),
        thread=f"question-{question.pk}",
        context=question_context(question)
        | {"created_at": question.created_at, "lost_at": question.answer_lost_at}
        | more,
        not_before=question.told_from,
    )


def _plan(question: Question, step: ReachStep) -> None:
    wait = {
        ReachStep.AMBASSADORS: timedelta(hours=ROUTING_NUMBERS.next_people_hours),
        ReachStep.AGENCY: timedelta(hours=ROUTING_NUMBERS.agency_hours),
        ReachStep.TEAM: timedelta(days=ROUTING_NUMBERS.team_days),
    }[step]
    waits_from = question.answer_lost_at or question.created_at
    Question.objects.filter(pk=question.pk).update(reach_step=step, next_reach_at=waits_from + wait)


def _due(now: datetime) -> list[int]:
    rows = Question.objects.waiting_for_reach(now).order_by("next_reach_at", "pk")
    return list(rows.values_list("pk", flat=True))


STEP = Step(
    key="routing.reach_next",
    label="Questions sans réponse : d’autres personnes prévenues",
    due=_due,
    do=reach_next,
)
