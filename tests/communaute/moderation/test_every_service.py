"""The walk of every service of moderation: what restricts leaves a statement, the rest nothing."""

import inspect
from datetime import timedelta
from functools import cached_property

import pytest
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.moderation import appeals, services
from communaute.moderation.appeals.services import Lighter
from communaute.moderation.audit_log.verification import unexplained
from communaute.moderation.decision_rules import COLUMNS_OF
from communaute.moderation.enums import (
    AppealOutcome,
    ContentStatus,
    DecisionKind,
    Escalation,
    NoticeCategory,
    SanctionKind,
)
from communaute.moderation.models import Sanction, StatementOfReasons
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.queue import screen as queue
from communaute.moderation.registry import by_key, registered
from communaute.moderation.sanctions import services as sanctions
from communaute.moderation.services import auto_hide
from communaute.questions.models import Question
from communaute.questions.revisions.services import edit_text
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import (
    CaseFactory,
    NoticeFactory,
    an_hour_ago,
    contested,
    hide,
)
from tests.communaute.moderation.test_measures import REASONS
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
KIND = by_key("question")
LINKS = ("hidden_for", *(why for _, why in COLUMNS_OF.values()))
WHY = "Je pars en congé ce soir."


class House:
    """An open case about a question, those who may decide it, and what an act was done before."""

    def __init__(self):
        self.case = CaseFactory()

    @cached_property
    def agent(self):
        return UserFactory(agence=True)

    @cached_property
    def team(self):
        return UserFactory(equipe=True)

    @property
    def text(self):
        return Question.objects.get(pk=self.case.object_id)

    @property
    def colleague(self):
        agency = self.agent.memberships.get().organisation
        return MembershipFactory(organisation=agency, role=MembershipRole.RESPONSABLE).user

    def decide(self, kind, **more):
        self.case.refresh_from_db()
        return services.decide_case(
            actor=self.agent,
            case=self.case,
            version=self.case.version,
            kind=kind,
            reasons=REASONS,
            **more,
        )

    def sanction(self, act=sanctions.sanction_person, sanction=SanctionKind.READ_ONLY, hours=24):
        self.case.refresh_from_db()
        case = {"case": self.case, "version": self.case.version}
        return act(actor=self.team, sanction=sanction, hours=hours, reasons=REASONS, **case)


def undoing(house):
    """Taking back a restoring hides again."""
    hide(house.case, house.agent)
    restoring = house.decide(DecisionKind.RESTORE)
    return lambda: services.undo_decision(actor=house.agent, decision=restoring)


def confirming(house):
    proposal = house.sanction(sanctions.propose_measure, SanctionKind.CLOSING, None)
    second = UserFactory(equipe=True)
    return lambda: sanctions.confirm_proposal(actor=second, proposal=proposal)


def proposing(house):
    asked = {"case": house.case, "version": 1, "kind": DecisionKind.REMOVE, "reasons": REASONS}
    return lambda: sanctions.propose_decision(actor=house.agent, **asked)


def declining(house):
    proposal = proposing(house)()
    return lambda: sanctions.decline_proposal(actor=house.agent, proposal=proposal, why=WHY)


def lifting(house):
    sanction = house.sanction().measure
    return lambda: sanctions.lift_sanction(actor=house.team, sanction=sanction, why=WHY)


def contesting(house):
    statement = hide(house.case, house.agent).statement
    said = "Ce n’était pas une publicité."
    return lambda: appeals.appeal(actor=statement.recipient, statement=statement, text=said)


def answering(house):
    asked = {"appeal": contested(), "outcome": AppealOutcome.OVERTURNED}
    return lambda: appeals.decide_appeal(actor=house.team, **asked, reply="Vous avez raison.")


def answering_with_a_lighter_one(house):
    lighter = Lighter(kind=DecisionKind.LABEL, detail="Prix de 2019", reasons=REASONS)
    asked = {"appeal": contested(), "outcome": AppealOutcome.ALTERED, "lighter": lighter}
    return lambda: appeals.decide_appeal(actor=house.team, **asked, reply="En partie.")


def hiding_meanwhile(house):
    person = UserFactory(date_joined=timezone.now() - timedelta(days=60))
    notice = NoticeFactory(case=house.case, reporter=person, category=NoticeCategory.DANGER)
    return lambda: auto_hide.hide_if_enough(house.case, notice, KIND)


def hidden_meanwhile(house):
    hiding_meanwhile(house)()
    return timezone.now() + timedelta(hours=NUMBERS.hidden_hours, minutes=1)


def showing_again(house):
    later = hidden_meanwhile(house)
    return lambda: auto_hide.show_again(house.case.pk, later)


def alerting(house):
    later = hidden_meanwhile(house)
    return lambda: auto_hide.alert_still_hidden(house.case.pk, later)


def contesting_the_outcome(house):
    with an_hour_ago():
        house.decide(DecisionKind.KEEP)
    notice = house.case.notices.get()
    return lambda: services.contest_outcome(notice=notice, text="Relisez-le, s’il vous plaît.")


def editing(house):
    house.decide(DecisionKind.ASK_EDIT)
    body = "Une question sans aucune publicité, sur le prix du raccordement."
    text, author = house.text, house.case.author
    return lambda: edit_text(
        actor=author, content=text, title=text.title, body=body, version=text.version
    )


def reviewing(house):
    text = QuestionFactory(status=ContentStatus.PENDING)
    due = timezone.now() + timedelta(hours=8)
    return lambda: services.ask_review(kind=KIND, content=text, why="Un lien.", due_at=due)


def releasing(house):
    held = services.claim_case(actor=house.agent, case=house.case)
    return lambda: services.release_case(actor=house.agent, case=held)


def reporting(house):
    return lambda: services.report(
        actor=UserFactory(),
        kind=KIND,
        content=house.text,
        category=NoticeCategory.ILLEGAL,
        explanation="Une menace.",
    )


def moving(house):
    rows = Question.objects.filter(pk=house.case.object_id)
    return lambda: services.move_cases(
        actor=house.team, contents=[rows], commune_id="44109", departement_id="44"
    )


def together(house):
    versions = {one.pk: one.version for one in (house.case, CaseFactory())}
    given = {"kind": DecisionKind.HIDE, "reasons": REASONS}
    return lambda: queue.decide_together(actor=house.agent, versions=versions, **given)


def undoing_together(house):
    made = together(house)()
    return lambda: queue.undo_together(actor=house.agent, decisions=made)


# What restricts, then what does not: the act to do, once all that comes before it is done.
RESTRICTING = {
    "decide_case": lambda house: lambda: hide(house.case, house.agent),
    "sanction_person": lambda house: house.sanction,
    "confirm_proposal": confirming,
    "undo_decision": undoing,
    "decide_appeal, altering": answering_with_a_lighter_one,
    "hide_if_enough": hiding_meanwhile,
    "decide_together": together,
}
SPARING = {
    "alert_still_hidden": alerting,
    "appeal": contesting,
    "ask_review": reviewing,
    "claim_case": lambda house: lambda: services.claim_case(actor=house.agent, case=house.case),
    "contest_outcome": contesting_the_outcome,
    "decide_appeal": answering,
    "decline_proposal": declining,
    "entrust": lambda house: (
        lambda: services.entrust(
            actor=house.agent, case=house.case, to=f"personne-{house.colleague.pk}", why=WHY
        )
    ),
    "escalate": lambda house: (
        lambda: services.escalate(
            actor=house.agent, case=house.case, level=Escalation.NATIONAL, why=WHY
        )
    ),
    "hand_over": lambda house: (
        lambda: services.hand_over(actor=house.agent, case=house.case, to=house.colleague, why=WHY)
    ),
    "lift_sanction": lifting,
    "move_cases": moving,
    "open_own_case": lambda house: (
        lambda: services.open_own_case(actor=house.agent, kind=KIND, content=QuestionFactory())
    ),
    "propose_decision": proposing,
    "propose_measure": lambda house: (
        lambda: house.sanction(sanctions.propose_measure, SanctionKind.CLOSING, None)
    ),
    "release_case": releasing,
    "report": reporting,
    "settle_by_moving": lambda house: (
        lambda: services.settle_by_moving(actor=house.agent, case=house.case, place="Nantes")
    ),
    "show_again": showing_again,
    "text_edited": editing,
    "undo_together": undoing_together,
}
# They say, and write nothing.
READING = {
    *("allowed_kinds", "can_undo", "draft_statement", "is_entrusted", "offer", "passing_choices"),
    *("reasons_of_proposal", "stale", "standing_notice", "text_digest"),
    *("beside", "texts_of", "texts_of_author", "with_history"),
}


def restrictions():
    """What restricts a text or a person now, with the statement that says why."""
    found = {
        (kind.key, pk, link, statement)
        for kind in registered()
        for link in LINKS
        for pk, statement in kind.model._default_manager.exclude(**{link: None}).values_list(
            "pk", link
        )
    }
    standing = Sanction.objects.standing(timezone.now()).values_list("pk", "statement")
    return found | {("measure", pk, "", statement) for pk, statement in standing}


def test_every_service_is_walked():
    """Those that their rooms write, and no other: a new one says here what it does."""
    public = {name for name in services.__all__ if inspect.isfunction(getattr(services, name))}
    public |= {*appeals.__all__} - {"Lighter"}
    for room in (queue, sanctions, auto_hide):
        public |= {
            name
            for name, found in vars(room).items()
            if inspect.isfunction(found) and found.__module__ == room.__name__ and name[0] != "_"
        }
    walked = {name.split(",")[0] for name in (*RESTRICTING, *SPARING)}
    assert public == walked | READING


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("name", [*RESTRICTING, *SPARING])
def test_what_restricts_leaves_a_statement_and_the_rest_restricts_nothing(name):
    act = (RESTRICTING | SPARING)[name](House())
    before, statements = restrictions(), StatementOfReasons.objects.count()
    act()
    new = restrictions() - before
    assert bool(new) is (name in RESTRICTING)
    assert {one[3] for one in new} <= {*StatementOfReasons.objects.values_list("pk", flat=True)}
    written = StatementOfReasons.objects.count() - statements
    assert written == (0 if name in {*SPARING, "undo_decision"} else len(new))
    assert list(unexplained()) == []
