"""Holding a case: take it, give it back, pass it on to a colleague, entrust it to others."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from communaute.comptes.models import Organisation, User
from communaute.comptes.perms import is_national_team, leads_an_agency
from communaute.organisations.absences import people_there

from ..audit_log.log import record
from ..enums import Act, CaseStatus, DecisionKind, Escalation
from ..errors import (
    HeldByColleagueError,
    InvalidDecisionError,
    ModerationNotAllowed,
    StaleCaseError,
)
from ..models import Case, Decision
from ..numbers import NUMBERS
from ..on_call import leads_of
from ..outcome import last_word
from ..perms import acting_organisations, can_decide, can_moderate
from ..querysets import ModeratedQuerySet, members_of
from ..registry import is_private, type_of
from . import notify
from .enactment import Ruling, enact, locked_content

NATIONAL_TEAM = "l’équipe nationale"
NOT_YOURS = "Ce dossier n’est pas de votre ressort."
ENTRUSTED = "Ce dossier est confié à d’autres : vous pouvez le lire, pas le décider."
_ASSIGNMENT = (
    "status",
    "claimed_by",
    "claimed_at",
    "version",
    "level",
    "entrusted_to",
    "passed_why",
)


@transaction.atomic
def claim_case(*, actor: User, case: Case, take_over: bool = False) -> Case:
    """Tell the others that one is on it; again changes nothing.

    A case that a colleague holds is theirs, unless `take_over`: it is logged, and they are told.
    Raises ModerationNotAllowed when it is not one's to decide, HeldByColleagueError, and
    StaleCaseError when it is decided already.
    """
    case = locked_to_decide(actor, case)
    if not case.is_open:
        raise stale(case, actor)
    if case.claimed_by_id == actor.pk:
        return case
    holder = case.claimed_by
    if holder is not None and not take_over:
        raise HeldByColleagueError(case=case)
    _assign(case, actor)
    record(case, Act.TAKE_OVER if holder else Act.CLAIM, actor=actor)
    if holder is not None:
        notify.tell_taken_over(case, holder, actor)
    return case


@transaction.atomic
def release_case(*, actor: User | None, case: Case) -> Case:
    """Put a case one holds back in the queue; nothing changes when somebody else holds it. `actor`
    is None for the clock, whoever holds it."""
    if actor is None:
        case = Case.objects.select_for_update().get(pk=case.pk)
    else:
        case = locked_case(actor, case)
    if not case.is_open or (actor is not None and case.claimed_by_id != actor.pk):
        return case
    _assign(case, None)
    record(case, Act.RELEASE, actor=actor)
    return case


@transaction.atomic
def give_back_cases(*, actor: User, organisation: Organisation, person: User) -> None:
    """Cases held by somebody who no longer works for `organisation` are for anybody to take again,
    but those that they may still decide; each is logged."""
    held = Case.objects.to_decide().filter(claimed_by=person)
    for case in held.select_for_update(of=("self",)).order_by("pk"):
        if not can_moderate(person, case):
            _assign(case, None)
            record(case, Act.RELEASE, actor=actor)


@transaction.atomic
def hand_over(*, actor: User | None, case: Case, to: User, why: str) -> Case:
    """Pass a case on to a colleague who is there and may decide it, and say why; they are told.

    `actor` is None for the clock, which passes it to anybody who may decide it, and tells them
    once of all that it passes. Raises
    ModerationNotAllowed, HeldByColleagueError, StaleCaseError, or InvalidDecisionError without a
    reason or when that person is away or may not decide it.
    """
    case = _checked(actor, case, why)
    if not (can_decide(to, case) if actor is None else to in colleagues_for(actor, case)):
        raise InvalidDecisionError("Cette personne est absente, ou ne peut pas décider ce dossier.")
    case.passed_why, holder = why.strip(), case.claimed_by
    _assign(case, to)
    record(case, Act.HAND_OVER, actor=actor)
    if actor is not None:
        notify.tell_handed_over([case], to, actor, holder)
    return case


@transaction.atomic
def escalate(
    *,
    actor: User | None,
    case: Case,
    level: str,
    why: str,
    organisation: Organisation | None = None,
) -> Case:
    """Entrust a case to the lead of the agency, to a neighbour agency or to the national team.

    `actor` is None for the clock, which tells them once of all that it entrusts. Those it goes to
    are told, and decide; the agency of the territory still reads it. The same again changes
    nothing. Raises as `hand_over`.
    """
    case = _checked(actor, case, why)
    if (case.level, case.entrusted_to_id) == (level, organisation.pk if organisation else None):
        return case
    if (level == Escalation.NEIGHBOUR) != (organisation is not None):
        raise InvalidDecisionError("Dites à quelle agence confier ce dossier.")
    case.level, case.entrusted_to, case.passed_why = level, organisation, why.strip()
    _assign(case, None)
    record(case, Act.ESCALATE, actor=actor, detail=str(organisation or Escalation(level).label))
    if actor is not None:
        notify.tell_escalated([case], why.strip())
    return case


def colleagues_for(actor: User, case: Case) -> list[User]:
    """To whom this person may pass the case on: members of the organisations in whose name they
    may decide it, who are there and may decide it too."""
    people = members_of(case, acting_organisations(actor, case)).exclude(pk=actor.pk)
    here = people.filter(pk__in=people_there(people).values("pk"))
    return [person for person in here.order_by("pk") if can_decide(person, case)]


def passing_choices(actor: User, case: Case) -> list[tuple[str, str]]:
    """To whom this person may pass the case on, as choices of a form: colleagues first."""
    found = [(f"personne-{one.pk}", str(one)) for one in colleagues_for(actor, case)]
    is_team = is_national_team(actor)
    may_be_lead = not (is_team or leads_an_agency(actor) or case.level == Escalation.LEAD)
    leads = leads_of(case)
    if may_be_lead and leads.filter(pk__in=people_there(leads).values("pk")).exists():
        found.append((Escalation.LEAD.value, "La personne responsable de l’agence"))
    found += [
        (f"{Escalation.NEIGHBOUR.value}-{one.pk}", str(one)) for one in neighbours_of(actor, case)
    ]
    if not (is_team or case.level == Escalation.NATIONAL):
        found.append((Escalation.NATIONAL.value, "L’équipe nationale"))
    return found


def entrust(*, actor: User, case: Case, to: str, why: str) -> Case:
    """Do what one of `passing_choices` says. Raises as `hand_over` and `escalate`."""
    word, _, number = to.partition("-")
    if word == "personne":
        person = next((one for one in colleagues_for(actor, case) if str(one.pk) == number), None)
        return hand_over(actor=actor, case=case, to=person or actor, why=why)
    agency = next((one for one in neighbours_of(actor, case) if str(one.pk) == number), None)
    return escalate(actor=actor, case=case, level=word, organisation=agency, why=why)


def is_entrusted(actor: User, case: Case, *, to: str, why: str) -> bool:
    """Whether this person passed the case on so, and it is still where they passed it: sent again,
    there is nothing more to do."""
    last = case.log.filter(act__in=(Act.HAND_OVER, Act.ESCALATE)).order_by("pk").last()
    if last is None or last.actor_id != actor.pk or case.passed_why != why.strip():
        return False
    if last.act == Act.HAND_OVER:
        return to == f"personne-{case.claimed_by_id}"
    return to == (f"{case.level}-{case.entrusted_to_id}" if case.entrusted_to_id else case.level)


def neighbours_of(actor: User, case: Case) -> list[Organisation]:
    """The agencies of the same region that are not the person's own for this case."""
    departement = case.departement
    if departement is None:
        return []
    own = [one.pk for one in acting_organisations(actor, case)]
    near = Organisation.objects.agencies().in_region_of(departement)
    return list(near.exclude(pk__in=own).distinct().order_by("name"))


def check_holder(actor: User, case: Case) -> None:
    """Whether a person may decide a case now. Raises ModerationNotAllowed when it is entrusted to
    others, HeldByColleagueError when a colleague examines it."""
    if not can_decide(actor, case):
        raise ModerationNotAllowed(ENTRUSTED)
    if is_claimed_by_colleague(actor, case):
        raise HeldByColleagueError(case=case)


def is_claimed_by_colleague(user: object, case: Case) -> bool:
    """Whether a colleague of this person examines the case: what others decide is refused."""
    return case.is_open and case.claimed_by_id not in {None, getattr(user, "pk", None)}


def locked_to_decide(actor: User, case: Case) -> Case:
    """The case as it is now, locked, for somebody who may decide it."""
    case = locked_case(actor, case)
    if not can_decide(actor, case):
        raise ModerationNotAllowed(ENTRUSTED)
    return case


def locked_case(actor: User, case: Case) -> Case:
    """The case as it is now, locked. Raises ModerationNotAllowed when it is not one's to touch."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not can_moderate(actor, case):
        raise ModerationNotAllowed(NOT_YOURS)
    return case


def case_at_version(actor: User, case: Case, version: int) -> Case:
    """The case, locked, for somebody who decides it as they read it. Raises ModerationNotAllowed,
    HeldByColleagueError, and StaleCaseError when it is not at this version any more."""
    case = locked_case(actor, case)
    if case.version != version:
        raise stale(case, actor)
    check_holder(actor, case)
    return case


def stale(case: Case, actor: object) -> StaleCaseError:
    """Why the case is no longer as it was read: what was decided and by whom, or who took it."""
    decision, me = None if case.is_open else last_word(case), getattr(actor, "pk", None)
    if decision is not None:
        done, who = DecisionKind(decision.kind).done, decision.organisation or NATIONAL_TEAM
        if decision.kind == DecisionKind.KEEP and is_private(case):
            done = "laissé dans l’échange"
        message = f"Ce dossier est déjà décidé : texte {done} par {who}."
        if decision.decided_by_id is not None and decision.decided_by_id == me:
            message = f"Vous avez déjà décidé ce dossier : texte {done}."
    elif case.claimed_by_id is not None and case.claimed_by_id == me:
        message = (
            "Vous examinez ce dossier, et il a changé depuis que cette page est ouverte. "
            "Relisez-le avant de décider."
        )
    elif case.claimed_by:
        message = str(HeldByColleagueError(case=case))
    else:
        message = "Ce dossier a changé pendant que vous lisiez. Relisez-le avant de décider."
    return StaleCaseError(message, case=case, decision=decision)


def _checked(actor: User | None, case: Case, why: str) -> Case:
    """The case, locked, for somebody who passes it on and says why."""
    if len(why.strip()) < NUMBERS.why_min:
        raise InvalidDecisionError(f"Dites pourquoi, en {NUMBERS.why_min} caractères au moins.")
    if actor is None:
        case = Case.objects.select_for_update().get(pk=case.pk)
    else:
        case = locked_to_decide(actor, case)
        check_holder(actor, case)
    if not case.is_open:
        raise stale(case, actor)
    return case


def _assign(case: Case, person: User | None) -> None:
    case.status = CaseStatus.CLAIMED if person else CaseStatus.OPEN
    case.claimed_by = person
    case.claimed_at = timezone.now() if person else None
    case.version += 1
    case.save(update_fields=_ASSIGNMENT)


# A text went elsewhere: that decides its open case, or the case follows it where it went.


@transaction.atomic
def move_cases(
    *,
    actor: User,
    contents: Iterable[ModeratedQuerySet],
    commune_id: str | None,
    departement_id: str | None,
) -> int:
    """Give the open cases about these contents the territory where they are now; those who decide
    there are told, whoever held one holds it no more. In its territory already, a case stays as it
    is. Returns how many moved.
    """
    moved = 0
    for rows in contents:
        cases = Case.objects.select_for_update(of=("self",)).to_decide()
        about = cases.filter(
            content_type=ContentType.objects.get_for_model(rows.model),
            object_id__in=rows.order_by().values("pk"),
        )
        for case in about.order_by("pk"):
            if (case.commune_id, case.departement_id) != (commune_id, departement_id):
                _move(actor, case, commune_id, departement_id)
                moved += 1
    return moved


@transaction.atomic
def settle_by_moving(*, actor: User, case: Case, place: str) -> Decision:
    """Decide a case by moving its text to `place`, in words: nothing is restricted, so no statement
    is due; the reporters are told. Whoever calls moves the text next, in the same transaction.

    Raises ModerationNotAllowed, HeldByColleagueError, StaleCaseError when it is decided already.
    """
    case = locked_case(actor, case)
    if not case.is_open:
        raise stale(case, actor)
    check_holder(actor, case)
    moderated_type, content = locked_content(case)
    decision = enact(
        Ruling(
            case=case,
            kind=DecisionKind.MOVE,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            detail=place,
        )
    )
    notify.tell_of(decision)
    return decision


def _move(actor: User, case: Case, commune_id: str | None, departement_id: str | None) -> None:
    left = case.place
    case.commune_id, case.departement_id = commune_id, departement_id
    case.status, case.claimed_by, case.claimed_at = CaseStatus.OPEN, None, None
    case.level, case.entrusted_to = "", None
    case.version += 1
    case.save(
        update_fields=[
            *("commune", "departement", "status", "claimed_by", "claimed_at", "version"),
            *("level", "entrusted_to"),
        ]
    )
    record(case, Act.TERRITORY, actor=actor, detail=f"{left} → {case.place}")
    kind, notice = type_of(case), case.notices.last()
    if kind is not None and notice is not None:
        notify.alert_moderators(case, kind, notice)
