"""What an appeal that is accepted changes: all is put back as if the decision had not been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import organisations_of
from communaute.moderation.audit_log.log import record
from communaute.moderation.ban_evasion.services import extend_to_other_accounts
from communaute.moderation.decision_rules import MARKS, STATUS_OF
from communaute.moderation.enums import Act, DecisionKind
from communaute.moderation.models import Case, Decision, Sanction
from communaute.moderation.perms import acting_organisation
from communaute.moderation.services import notify
from communaute.moderation.services.enactment import Ruling, enact, locked_content
from socle.public_pages import touch_public_pages

if TYPE_CHECKING:
    from communaute.comptes.models import Organisation, User
    from communaute.moderation.models import ModeratedContent
    from communaute.moderation.registry import ModeratedType

    from .services import Lighter

WHOLLY = "Recours accepté"
PARTLY = "Recours accepté en partie"
_AWAY = (DecisionKind.HIDE, DecisionKind.REMOVE)


@dataclass(frozen=True)
class AppealAnswer:
    """An appeal about to be answered: by whom, on which case, locked, about which decision."""

    actor: User
    case: Case
    contested: Decision
    at: datetime

    @property
    def organisation(self) -> Organisation | None:
        """In whose name: as for any decision on this case, else the agency that one answers for."""
        agencies = organisations_of(self.actor, OrganisationKind.AGENCE)
        return acting_organisation(self.actor, self.case) or next(iter(agencies), None)

    @property
    def still_holds(self) -> bool:
        """Whether the decision has an effect to take back: nobody took it back, and no later one
        took the text away too."""
        rows = Decision.objects.filter(pk=self.contested.pk).standing()
        if not rows.exists():
            return False
        later = self._others().filter(pk__gt=self.contested.pk)
        return self.contested.kind in MARKS or not later.exists()

    @property
    def hid_what_was_hidden(self) -> bool:
        """Whether the text was taken away already, by a decision that stands, when it was taken."""
        others = self._others().filter(pk__lt=self.contested.pk)
        return self.contested.kind in STATUS_OF and others.exists()

    def _others(self) -> Any:
        """The other decisions that take the text away and stand."""
        if self.contested.sanction:
            return Decision.objects.none()
        rows = Decision.objects.of_text(self.case).standing().filter(kind__in=_AWAY)
        return rows.exclude(pk=self.contested.pk)


def restore(answer: AppealAnswer, lighter: Lighter | None) -> None:
    """Take the contested decision back: the text and all that hiding it took, or the measure; and,
    when nothing replaces it, the measures and proposals that rested on a text that should have
    stayed. Then what replaces it, if any. In the caller's transaction, the case locked."""
    case, contested = answer.case, answer.contested
    moderated_type, content = locked_content(case)
    resting = [] if lighter else _measures_on(case, contested)
    note = PARTLY if lighter else WHOLLY
    record(
        case,
        Act.APPEAL_ALTERED if lighter else Act.APPEAL_UPHELD,
        actor=answer.actor,
        organisation=answer.organisation,
    )

    def ruling(kind: str, **more: Any) -> Ruling:
        # Why a measure ends is read by the person too.
        why = {"detail": note} if kind == DecisionKind.LIFT else {}
        return _ruling(answer, kind, moderated_type, content, note=note, **why, **more)

    closes = not contested.sanction
    undone = None
    if answer.still_holds:
        back = DecisionKind.LIFT if contested.sanction else DecisionKind.RESTORE
        undone = enact(
            ruling(back, undoes=contested, closes=closes, as_before=answer.hid_what_was_hidden)
        )
    for measure in resting:
        lifting = enact(ruling(DecisionKind.LIFT, undoes=measure.decision, closes=False))
        if measure.stands_at(answer.at):
            notify.tell_lifted(measure, lifting, by_appeal=True)
    if not lighter:
        _drop_proposals(answer)
    if contested.sanction:
        case.version += 1
        case.save(update_fields=["version"])
    if case.author is not None:
        case.author.forget()
    if lighter:
        undone = enact(
            ruling(
                lighter.kind,
                sanction=lighter.sanction,
                detail=lighter.detail.strip(),
                ends_at=lighter.ends_at(contested, answer.at),
                reasons=lighter.reasons,
                closes=closes,
            )
        )
        if lighter.sanction and case.author is not None:
            extend_to_other_accounts(case.author, answer.at)
        notify.tell_author(undone.statement)
    # A measure that ends, or becomes lighter, changes who may be asked for an answer.
    touch_public_pages()
    if undone is not None and not contested.sanction:
        notify.tell_reporters(undone)


def _ruling(
    answer: AppealAnswer,
    kind: str,
    moderated_type: ModeratedType | None,
    content: ModeratedContent | None,
    **more: Any,
) -> Ruling:
    return Ruling(
        case=answer.case,
        kind=kind,
        actor=answer.actor,
        signs=answer.organisation,
        moderated_type=moderated_type,
        content=content,
        at=answer.at,
        **more,
    )


def _measures_on(case: Case, contested: Decision) -> list[Sanction]:
    """The measures of the same case, over or not, when it is its text that is given back: none of
    them counts any more for the length of the next one."""
    if contested.sanction or case.author_id is None:
        return []
    rows = Sanction.objects.filter(person=case.author, decision__case=case, lifted_at=None)
    return list(rows.select_for_update(of=("self",)).select_related("decision__statement"))


def _drop_proposals(answer: AppealAnswer) -> None:
    """What waited for a second person about this text does not wait any more."""
    for proposal in answer.case.proposals.waiting().select_for_update():
        proposal.closed_at, proposal.declined_by = answer.at, answer.actor
        proposal.save(update_fields=["closed_at", "declined_by"])
        record(
            answer.case,
            Act.DECLINE,
            actor=answer.actor,
            organisation=answer.organisation,
            detail=str(proposal),
        )
