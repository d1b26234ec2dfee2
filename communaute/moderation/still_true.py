"""Whether what moderation tells is still so, asked just before the mail leaves.

One function for each thing that may end: a case that waits, a proposal, an appeal, a decision, the
place from which somebody moderates.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from communaute.comptes.models import User
from communaute.organisations.absences import people_there

from .decision_rules import WORDS_ONLY, can_confirm
from .enums import CaseStatus, DecisionKind, Outcome
from .models import Appeal, Case, Decision, Proposal, Sanction
from .outcome import is_to_correct, last_word, outcome_of
from .perms import can_decide, can_decide_appeal, can_moderate, can_see_appeal, deciders_of
from .prescreening.models import Review
from .querysets import ProposalQuerySet
from .sanction_rules import is_closed, leaves_to_correct, longer_than, others_besides

type Context = Mapping[str, Any]


def case_waits(context: Context) -> bool:
    """The case, or one of the `cases`, waits for its decision."""
    return Case.objects.to_decide().filter(pk__in=_cases(context)).exists()


def is_hidden_meanwhile(context: Context) -> bool:
    """The text of a case that waits is hidden by reports alone."""
    rows = Case.objects.to_decide().exclude(auto_hidden_at=None)
    return rows.filter(pk=context["case"]).exists()


def may_open(person: User, context: Context) -> bool:
    """The person still moderates where this case is."""
    return can_moderate(person, _case(context))


def is_told(person: User, context: Context) -> bool:
    """The person may still decide this case, or one of the `cases`, and nobody stands in today: an
    alert of the night may leave in the morning of an absence."""
    away = people_there(User.objects.filter(pk=person.pk)).exclude(pk=person.pk).exists()
    return not away and _decides_one(person, Case.objects.filter(pk__in=_cases(context)))


def is_assigned(person: User, context: Context) -> bool:
    """The case, or one of the `cases`, is in the hands of this person, who may decide it."""
    return _decides_one(person, Case.objects.filter(pk__in=_cases(context), claimed_by=person))


def no_longer_assigned(person: User, context: Context) -> bool:
    """Who still moderates here does not hold the case, nor anybody gave it back undecided."""
    case = _case(context)
    is_free = case.claimed_by_id is None and case_waits(context)
    return not is_free and case.claimed_by_id != person.pk and can_moderate(person, case)


def waiting_proposals() -> ProposalQuerySet:
    """Proposals that nobody answered; `is_over`: the case was decided otherwise, the measure taken
    or the account gone, so that nobody may confirm it (`sanctions.selectors.is_possible` also reads
    the text)."""
    same = Sanction.objects.standing(timezone.now()).exclude(kind__in=WORDS_ONLY)
    same = same.filter(person=OuterRef("case__author"), kind=OuterRef("sanction"))
    decided = Q(sanction="", case__status=CaseStatus.DECIDED) & ~Q(kind=DecisionKind.RESTORE)
    gone = ~Q(sanction="") & Q(case__author=None)
    return Proposal.objects.waiting().annotate(is_over=Q(decided | gone | Q(Exists(same))))


def proposal_waits(context: Context) -> bool:
    """The proposal waits for a second person, and may still be confirmed."""
    rows = waiting_proposals().filter(is_over=False)
    return rows.filter(pk=context["proposal"]).exists()


def may_confirm(person: User, context: Context) -> bool:
    """The person may still be the second one."""
    return can_confirm(person, Proposal.objects.select_related("case").get(pk=context["proposal"]))


def decision_stands(context: Context) -> bool:
    """The decision was not taken back, by who took it, by another one or by an appeal; a proposal
    that was declined made none."""
    rows = Decision.objects.standing()
    return "decision" not in context or rows.filter(pk=context["decision"]).exists()


def decision_holds(context: Context) -> bool:
    """The decision stands; what it asks its author to correct is not corrected yet."""
    found = _decision(context)
    is_done = found.kind == DecisionKind.ASK_EDIT and not is_to_correct(found)
    return decision_stands(context) and not is_done


def measure_now(context: Context) -> Context:
    """What a measure leaves to correct, and a longer one that forbids the same, at this moment; of
    a text to correct, whether the account was closed since (`is_closed`)."""
    found = _decision(context)
    if found.kind == DecisionKind.ASK_EDIT:
        return {"is_closed": is_closed(found.case.author)}
    if not found.sanction:
        return {}
    longer = longer_than(found.measure)
    return {
        "may_correct": leaves_to_correct(found.sanction, found.case.target),
        "longer": longer.get_kind_display() if longer else "",
        "longer_until": longer.ends_at if longer else None,
    }


def is_back_online(context: Context) -> bool:
    """What gave a text back stands, and others read it."""
    found = Decision.objects.standing().filter(pk=context["decision"]).first()
    return found is not None and is_online(found.case)


def is_online(case: Case) -> bool:
    """Whether others read the text of this case."""
    return bool(getattr(case.target, "is_published", False))


def outcome_now(context: Context) -> Context:
    """What became of the text, read again: another decision may have followed."""
    decision = last_word(_case(context))
    if decision is None:
        return {}
    return {"outcome": str(outcome_of(decision)), "decided_at": decision.decided_at}


def online_now(context: Context) -> Context:
    """Whether others read the text now."""
    return {"is_online": is_online(_case(context))}


def others_now(context: Context) -> Context:
    """The other measures that hold now, in words."""
    return {"others": others_besides(Sanction.objects.get(pk=context["measure"]))}


def appeal_waits(context: Context) -> bool:
    """The appeal has no answer yet."""
    return Appeal.objects.waiting().filter(pk=context["appeal"]).exists()


def nobody_answers(context: Context) -> bool:
    """The appeal waits, and nobody may answer it."""
    found = _appeal(context)
    return found.decided_at is None and not deciders_of(found)[1]


def may_answer(person: User, context: Context) -> bool:
    """The appeal waits, and the person may still answer it."""
    return can_decide_appeal(person, _appeal(context))


def may_see_appeal(person: User, context: Context) -> bool:
    """The person still reads the appeals."""
    return can_see_appeal(person, _appeal(context))


def _decision(context: Context) -> Decision:
    rows = Decision.objects.select_related("case", "statement", "measure__person")
    return rows.get(pk=context["decision"])


def _case(context: Context) -> Case:
    return Case.objects.select_related("commune", "departement").get(pk=context["case"])


def _cases(context: Context) -> list[int]:
    return context.get("cases", [context["case"]])


def _decides_one(person: User, rows: QuerySet[Case]) -> bool:
    return any(can_decide(person, one) for one in rows.select_related("commune", "departement"))


def _appeal(context: Context) -> Appeal:
    rows = Appeal.objects.select_related("statement__decision__case")
    return rows.get(pk=context["appeal"])


def is_published(context: Context) -> bool:
    """Whether the text was read, was published, and others still read it."""
    review = Review.objects.filter(pk=context["review"], outcome=Outcome.PUBLISHED).first()
    if review is None or review.target is None:
        return False
    # A comment is read below its answer, an answer below its question.
    above = (getattr(review.target, name, None) for name in ("answer", "question"))
    return all(one.is_published for one in (review.target, *above) if one is not None)
