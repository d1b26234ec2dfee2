"""Measures towards people: what they write and forbid, when they end, how they are undone."""

import contextlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.moderation.appeals import appeal
from communaute.moderation.audit_log.verification import is_intact
from communaute.moderation.deadlines import undoable_until
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import (
    AccountRestriction,
    Act,
    CaseStatus,
    ContentStatus,
    DecisionKind,
    SanctionKind,
    ServiceRestriction,
    Visibility,
)
from communaute.moderation.errors import InvalidDecisionError, ModerationNotAllowed, StaleCaseError
from communaute.moderation.models import Sanction
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.sanction_rules import (
    may_write,
    restrictions_of,
    why_not_message,
    why_not_write,
)
from communaute.moderation.sanctions.services import lift_sanction, sanction_person
from communaute.moderation.services import (
    can_undo,
    decide_case,
    undo_decision,
)
from socle.calendar import date_format
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import RULE, CaseFactory, answered, hide
from tests.communaute.moderation.sanctions.scenes import DAY, REASONS, offered, sanctioned
from tests.communaute.moderation.test_append_only import accepted

pytestmark = pytest.mark.django_db
WHY = "La personne s’est engagée par écrit."


def move_to(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


# The codes of the Commission for the service and the account; whether one writes, and in private.
MEASURES = [
    (SanctionKind.NOTICE, "", "", True, True),
    (SanctionKind.WARNING, "", "", True, True),
    (SanctionKind.PRE_MODERATION, ServiceRestriction.PARTIAL, "", True, True),
    (SanctionKind.MESSAGES, ServiceRestriction.PARTIAL, "", True, False),
    (SanctionKind.READ_ONLY, ServiceRestriction.PARTIAL, "", False, False),
    (SanctionKind.SUSPENSION, ServiceRestriction.TOTAL, AccountRestriction.SUSPENDED, False, False),
]


@pytest.mark.parametrize(("kind", "service", "account", "writes", "messages"), MEASURES)
def test_a_measure_has_its_statement_and_forbids(kind, service, account, writes, messages):
    decision = sanctioned(kind)
    statement, measure, person = decision.statement, decision.measure, decision.case.author
    assert (statement.service, statement.account, statement.visibility) == (service, account, "")
    assert statement.ends_at == measure.ends_at == decision.ends_at
    assert measure.ends_at - measure.starts_at == timedelta(hours=DAY)
    assert (statement.rule, statement.rule_code, statement.rule_version) == (RULE, "3.2", "1.0")
    assert statement.recipient == measure.person
    assert statement.plain.count(".") >= 3
    assert decision.case.log.last().act == Act.SANCTION
    assert is_intact()
    assert (may_write(person), not why_not_message(person)) == (writes, messages)
    assert bool(why_not_write(person)) is not writes
    reads_first = restrictions_of(person).standing(SanctionKind.PRE_MODERATION)
    assert bool(reads_first) is (kind == SanctionKind.PRE_MODERATION)


def test_the_case_and_the_text_stay_as_they_were():
    case = CaseFactory()
    sanctioned(case=case)
    case.refresh_from_db()
    assert (case.is_open, case.version) == (True, 2)
    assert case.target.status == ContentStatus.PUBLISHED


@pytest.mark.parametrize("kind", [SanctionKind.READ_ONLY, SanctionKind.SUSPENSION])
def test_a_measure_ends_by_itself_at_its_end_exactly(kind, monkeypatch):
    decision = sanctioned(kind)
    end = decision.measure.ends_at
    person = decision.case.author
    move_to(monkeypatch, end - timedelta(microseconds=1))
    person.forget()
    assert not may_write(person)
    # Whoever was read before the end is told the truth after it.
    move_to(monkeypatch, end)
    assert may_write(person)
    assert Sanction.objects.standing(end).count() == 0
    person.forget()
    assert may_write(person)


def test_the_refusal_tells_until_when_and_how_to_contest():
    decision = sanctioned(SanctionKind.READ_ONLY)
    said = why_not_write(decision.case.author)
    assert date_format(timezone.localtime(decision.ends_at), "H:i") in said
    assert "Décisions et mesures me concernant" in said
    assert "contester" in said


def test_what_a_person_may_do_takes_one_query(django_assert_num_queries):
    person = sanctioned().case.author
    person.forget()
    with django_assert_num_queries(1):
        assert not may_write(person)
        assert why_not_message(person)


def test_the_ladder_is_proposed_from_the_history():
    person = UserFactory()
    lengths = []
    for kind in (
        *(SanctionKind.READ_ONLY, SanctionKind.MESSAGES),
        *(SanctionKind.PRE_MODERATION, SanctionKind.SUSPENSION),
    ):
        lengths.append(offered(person, kind))
        sanctioned(kind, case=CaseFactory(content__author=person))
    assert lengths == list(NUMBERS.ladder_hours) == [24, 72, 168, 720]
    assert offered(person, SanctionKind.READ_ONLY) == 720
    assert offered(person, SanctionKind.CLOSING) is None
    assert offered(person, SanctionKind.WARNING) == NUMBERS.counts_days * DAY


def test_a_lifted_measure_leaves_the_ladder():
    decision = sanctioned()
    person = decision.case.author
    assert offered(person, SanctionKind.READ_ONLY) == 72
    lift_sanction(actor=UserFactory(equipe=True), sanction=decision.measure, why=WHY)
    assert offered(person, SanctionKind.READ_ONLY) == 24


def test_a_length_that_is_none_is_refused():
    asked = {"sanction": SanctionKind.WARNING, "reasons": REASONS}
    asked |= {"actor": UserFactory(equipe=True), "case": CaseFactory(), "version": 1}
    accepted = []
    for hours in (None, 0, -1, 366 * 24 + 1):
        with contextlib.suppress(InvalidDecisionError):
            accepted.append(sanction_person(**asked, hours=hours))
    assert accepted == []


def test_a_measure_without_reasons_a_moved_case_a_closed_account_are_refused(agence):
    case = CaseFactory()
    asked = {"actor": agence, "sanction": SanctionKind.WARNING, "hours": DAY}
    with pytest.raises(InvalidDecisionError):
        sanction_person(**asked, case=case, version=1, reasons=Reasons())
    with pytest.raises(StaleCaseError):
        sanction_person(**asked, case=case, version=2, reasons=REASONS)
    case.author.delete()
    with pytest.raises(InvalidDecisionError, match="n’existe plus"):
        sanction_person(**asked, case=case, version=1, reasons=REASONS)
    assert not Sanction.objects.exists()


def test_an_agent_lifts_no_measure_of_their_lead():
    decision = sanctioned()
    with pytest.raises(ModerationNotAllowed):
        lift_sanction(actor=UserFactory(agence=True), sanction=decision.measure, why=WHY)


def test_an_overturned_appeal_lifts_the_measure():
    decision = sanctioned(actor=UserFactory(equipe=True))
    person = decision.case.author
    contested = appeal(actor=person, statement=decision.statement, text="Ce n’était pas moi.")
    answered(contested, reply="Exact.")
    person.forget()
    assert may_write(person)
    measure = Sanction.objects.get()
    assert measure.lifted_by.kind == DecisionKind.LIFT
    assert decision.case.target.status == ContentStatus.PUBLISHED


# What each decision does to a question: its state, a mark, the code of the Commission's database.
EFFECTS = [
    (DecisionKind.ASK_EDIT, ContentStatus.TO_EDIT, Visibility.DISABLED),
    (DecisionKind.HIDE, ContentStatus.HIDDEN, Visibility.DISABLED),
    (DecisionKind.REMOVE, ContentStatus.REMOVED, Visibility.REMOVED),
    (DecisionKind.LOCK, ContentStatus.PUBLISHED, Visibility.OTHER),
    (DecisionKind.LIMIT, ContentStatus.PUBLISHED, Visibility.DEMOTED),
    (DecisionKind.LABEL, ContentStatus.PUBLISHED, Visibility.LABELLED),
]


def marks_of(content):
    content.refresh_from_db()
    return content.status, content.is_locked, content.is_limited, content.caution


@pytest.mark.parametrize(("kind", "status", "visibility"), EFFECTS)
def test_each_decision_on_a_text_has_its_effect_and_undoing_takes_it_back(
    kind, status, visibility, settings
):
    actor, case = UserFactory(equipe=True), CaseFactory()
    content = case.target
    before = marks_of(content)
    label = "Prix de 2019" if kind == DecisionKind.LABEL else ""
    decision = decide_case(
        actor=actor, case=case, version=1, kind=kind, reasons=REASONS, detail=label
    )
    assert marks_of(content) == (
        status,
        kind == DecisionKind.LOCK,
        kind == DecisionKind.LIMIT,
        label,
    )
    assert decision.statement.visibility == visibility
    assert (decision.ends_at is not None) is (kind == DecisionKind.ASK_EDIT)
    undone = undo_decision(actor=actor, decision=decision)
    assert marks_of(content) == before
    assert undo_decision(actor=actor, decision=decision) == undone
    case.refresh_from_db()
    assert (case.status, case.claimed_by) == (CaseStatus.OPEN, None)
    assert is_intact()
    # And again: the same case is decided anew.
    decide_case(
        actor=actor, case=case, version=case.version, kind=kind, reasons=REASONS, detail=label
    )
    assert marks_of(content)[0] == status


def test_undoing_is_for_who_decided_for_some_minutes(monkeypatch):
    start = timezone.now()
    move_to(monkeypatch, start)
    actor, case = UserFactory(equipe=True), CaseFactory()
    decision = hide(case, actor)
    with pytest.raises(ModerationNotAllowed):
        undo_decision(actor=UserFactory(equipe=True), decision=decision)
    move_to(monkeypatch, undoable_until(decision.decided_at))
    with pytest.raises(InvalidDecisionError):
        undo_decision(actor=actor, decision=decision)
    move_to(monkeypatch, undoable_until(decision.decided_at) - timedelta(microseconds=1))
    undo_decision(actor=actor, decision=decision)
    assert case.target.status == ContentStatus.PUBLISHED


def test_what_was_reported_again_since_is_decided_where_it_was():
    actor, case = UserFactory(equipe=True), CaseFactory()
    case.refresh_from_db()
    kept = decide_case(actor=actor, case=case, version=case.version, kind=DecisionKind.KEEP)
    again = CaseFactory(content=case.target)
    with pytest.raises(InvalidDecisionError, match=f"dans le dossier n° {again.pk}"):
        undo_decision(actor=actor, decision=kept)
    assert not can_undo(actor, kept, timezone.now())
    # What does not close a case is undone as before.
    undo_decision(actor=actor, decision=sanctioned(actor=actor, case=again))


def test_undoing_a_measure_lifts_it_and_a_restoring_hides_again():
    actor = UserFactory(equipe=True)
    decision = sanctioned(actor=actor)
    undo_decision(actor=actor, decision=decision)
    decision.case.author.forget()
    assert may_write(decision.case.author)
    case = CaseFactory()
    hide(case, actor)
    case.refresh_from_db()
    restored = decide_case(actor=actor, case=case, version=case.version, kind=DecisionKind.RESTORE)
    assert case.target.status == ContentStatus.PUBLISHED
    undo_decision(actor=actor, decision=restored)
    assert type(case.target).objects.get(pk=case.object_id).status == ContentStatus.HIDDEN


def test_the_database_refuses_a_measure_without_its_statement():
    decision = sanctioned()
    kept = hide(CaseFactory(), UserFactory(equipe=True))
    asked = {"kind": SanctionKind.CLOSING, "person": kept.case.author, "decision": kept}
    for statement in (None, decision.statement):
        # None at all, or one that already has its measure.
        with pytest.raises(IntegrityError), transaction.atomic():
            Sanction.objects.create(**asked, statement=statement)


def test_the_database_refuses_to_rewrite_a_measure():
    sanctioned()
    columns = ("kind", "decision_id", "statement_id", "starts_at", "ends_at", "id")
    change = "UPDATE moderation_sanction SET {0} = {0}"
    assert accepted(*(change.format(column) for column in columns)) == []


def test_a_measure_is_lifted_by_a_decision_or_not_at_all():
    sanctioned()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.update(lifted_at=timezone.now())


def test_an_erased_account_leaves_the_measure_without_its_name():
    decision = sanctioned()
    decision.case.author.delete()
    measure = Sanction.objects.get()
    assert measure.person is None
    assert measure.decision == decision


@pytest.mark.parametrize("label", ["Prix de 2019", "Prix de 2019."])
def test_a_label_ends_its_sentence_before_the_reason(label):
    actor, case = UserFactory(equipe=True), CaseFactory()
    decision = decide_case(
        actor=actor, case=case, version=1, kind=DecisionKind.LABEL, reasons=REASONS, detail=label
    )
    stop = "" if label.endswith(".") else "."
    assert f"« {label} »{stop} La raison" in decision.statement.plain.replace("\u00a0", " ")
