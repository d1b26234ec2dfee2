import contextlib
from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.appeals import appeal
from communaute.moderation.deadlines import redress_until
from communaute.moderation.enums import CaseStatus, ContentStatus, DecisionKind, Ground
from communaute.moderation.errors import InvalidDecisionError, StaleCaseError
from communaute.moderation.models import Decision, StatementOfReasons
from communaute.moderation.registry import by_key
from communaute.moderation.services import (
    allowed_kinds,
    claim_case,
    decide_case,
    release_case,
    text_digest,
)
from communaute.notifications.models import Notification
from communaute.questions.models import Question
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    RULE,
    CaseFactory,
    NoticeFactory,
    hidden_case,
    hide,
    statement_of,
)

pytestmark = pytest.mark.django_db


def test_hiding_writes_decision_statement_status_log_and_counters_together(agence):
    case = CaseFactory()
    space = case.target.space
    before = type(space).objects.get(pk=space.pk).questions_count
    decision = hide(case, agence, note="Deuxième fois ce mois-ci.")
    question = Question.objects.get(pk=case.object_id)
    case.refresh_from_db()
    assert question.status == ContentStatus.HIDDEN
    assert (case.status, case.version) == (CaseStatus.DECIDED, 2)
    assert case.closed_at == decision.decided_at
    assert decision.organisation == agence.organisations.get()
    assert [(line.act, line.detail) for line in case.log.all()] == [("masquer", RULE)]
    space.refresh_from_db()
    assert space.questions_count == before - 1


def test_a_statement_has_every_field_of_the_regulation(agence):
    case = CaseFactory()
    question = case.target
    decision = hide(case, agence)
    statement = decision.statement
    assert statement.recipient == question.author
    assert statement.content_label == "Question"
    assert statement.content_created_at == question.created_at
    assert statement.content_url == question.get_absolute_url()
    assert question.title in statement.excerpt
    assert question.body in statement.excerpt
    assert "masqué" in statement.restriction
    assert statement.territorial_scope == "France"
    assert statement.applies_from <= timezone.now()
    assert statement.ends_at is None
    assert statement.facts == FACTS
    assert (statement.ground, statement.rule) == (Ground.CGU, RULE)
    assert statement.from_notice is True
    assert not statement.automated_detection
    assert not statement.is_automated
    assert statement.redress_until == redress_until(statement.applies_from)
    assert agence.organisations.get().name in statement.signatory
    assert agence.public_name not in statement.signatory


@pytest.mark.parametrize("is_own", [True, False])
def test_an_anonymous_notice_is_a_notice_one_s_own_alone_is_an_own_initiative(agence, is_own):
    case = CaseFactory(notices=0)
    NoticeFactory(case=case, reporter=agence if is_own else None)
    assert hide(case, agence).statement.from_notice is not is_own


def test_keeping_changes_nothing_to_the_text_and_tells_no_author(agence, sent):
    case = CaseFactory()
    with sent() as outbox:
        decide_case(actor=agence, case=case, version=1, kind=DecisionKind.KEEP, rule=RULE)
    assert Question.objects.get(pk=case.object_id).is_published
    assert not StatementOfReasons.objects.exists()
    assert case.log.get().detail == "", "what is kept broke no rule"
    assert [message.to for message in outbox] == [[case.notices.get().reporter.email]]


def test_the_author_gets_the_statement_by_mail_and_on_the_site(agence, sent):
    case = CaseFactory(content__body="Appelez-moi au 06 00 00 00 00 pour l’installation.")
    with sent() as outbox:
        hide(case, agence)
    message = next(message for message in outbox if case.author.email in message.to)
    statement = statement_of(case)
    html = message.alternatives[0].content
    for text in (message.body, html):
        for part in (
            FACTS,
            "06 00 00 00 00",
            RULE,
            statement.signatory,
            statement.number,
            "Défenseur des droits",
            "jeton=",
        ):
            assert part in text
    row = Notification.objects.get(user=case.author)
    assert (row.kind, row.url) == ("moderation.decision", statement.get_absolute_url())


def test_nothing_is_hidden_without_reasons(agence):
    case = CaseFactory()
    accepted = []
    for missing in (
        {"facts": "x" * 29},
        {"facts": " " * 40},
        {"ground": ""},
        {"ground": "autre"},
        {"rule": "  "},
    ):
        with contextlib.suppress(InvalidDecisionError):
            hide(case, agence, **missing)
            accepted.append(missing)
    assert accepted == []
    assert Question.objects.get(pk=case.object_id).is_published
    assert not Decision.objects.exists()


def test_the_national_team_signs_as_such(equipe):
    assert "Équipe nationale" in hide(CaseFactory(), equipe).statement.signatory
    root = UserFactory(is_superuser=True)
    decision = hide(CaseFactory(), root)
    assert decision.organisation is None
    assert "Équipe nationale" in decision.statement.signatory


def test_claiming_is_said_to_all_repeats_harmlessly_and_may_be_given_back(agence):
    case = CaseFactory()
    claim_case(actor=agence, case=case)
    held = claim_case(actor=agence, case=case)
    assert (held.status, held.claimed_by, held.version) == (CaseStatus.CLAIMED, agence, 2)
    colleague = UserFactory(agence=True)
    assert release_case(actor=colleague, case=case).claimed_by == agence
    given_back = release_case(actor=agence, case=case)
    assert (given_back.status, given_back.claimed_by) == (CaseStatus.OPEN, None)
    assert [line.act for line in case.log.all()] == ["prise", "remise"]


def test_a_decided_case_cannot_be_claimed(agence):
    case = hidden_case(agence)
    with pytest.raises(StaleCaseError):
        claim_case(actor=agence, case=case)


def test_a_text_edited_under_one_s_eyes_is_read_again(agence):
    case = CaseFactory()
    seen = text_digest(by_key("question").text(case.target))
    Question.objects.filter(pk=case.object_id).update(body="Tout autre chose, bien plus poli.")
    with pytest.raises(StaleCaseError, match="modifié"):
        hide(case, agence, seen=seen)
    now = text_digest(by_key("question").text(Question.objects.get(pk=case.object_id)))
    assert hide(case, agence, seen=now)


def test_restoring_shows_the_text_again_and_tells_its_author(agence, sent, monkeypatch):
    case = hidden_case(agence)
    stop(monkeypatch, timezone.now() + timedelta(minutes=6))
    with sent() as outbox:
        decide_case(actor=agence, case=case, version=case.version, kind=DecisionKind.RESTORE)
    assert Question.objects.get(pk=case.object_id).is_published
    assert any("de nouveau en ligne" in m.subject and case.author.email in m.to for m in outbox)
    assert [decision.kind for decision in case.decisions.all()] == ["masquer", "retablir"]


def test_what_may_be_decided_depends_on_case_and_text(agence):
    case = CaseFactory()
    question = case.target
    taken_away = [DecisionKind.ASK_EDIT, DecisionKind.HIDE, DecisionKind.REMOVE]
    marks = [DecisionKind.LOCK, DecisionKind.LIMIT, DecisionKind.LABEL]
    assert allowed_kinds(case, question) == [DecisionKind.KEEP, *taken_away, *marks]
    question.locked_at = question.limited_at = timezone.now()
    marks = [DecisionKind.LABEL]
    assert allowed_kinds(case, question) == [DecisionKind.KEEP, *taken_away, *marks]
    question.status = ContentStatus.PENDING
    assert allowed_kinds(case, question) == [DecisionKind.APPROVE, *taken_away]
    question.status = ContentStatus.AUTO_HIDDEN
    assert allowed_kinds(case, question) == [DecisionKind.KEEP, *taken_away]
    question.status = ContentStatus.REMOVED
    assert allowed_kinds(case, question) == [DecisionKind.RESTORE]
    question.status = ContentStatus.DELETED
    assert allowed_kinds(case, question) == [DecisionKind.KEEP]
    assert allowed_kinds(case, None) == [DecisionKind.KEEP]
    for status in (ContentStatus.HIDDEN, ContentStatus.TO_EDIT):
        question.status = status
        assert allowed_kinds(case, question) == [DecisionKind.RESTORE, DecisionKind.REMOVE]
    hidden = hidden_case(agence)
    assert allowed_kinds(hidden, hidden.target) == [DecisionKind.RESTORE]
    statement = statement_of(hidden)
    appeal(actor=statement.recipient, statement=statement, text="Je conteste.")
    assert allowed_kinds(hidden, hidden.target) == []
    kept = CaseFactory()
    decide_case(actor=agence, case=kept, version=1, kind=DecisionKind.KEEP)
    kept.refresh_from_db()
    assert allowed_kinds(kept, kept.target) == []


def test_a_kept_case_is_not_hidden_afterwards_without_a_new_notice(agence):
    case = CaseFactory()
    decide_case(actor=agence, case=case, version=1, kind=DecisionKind.KEEP)
    case.refresh_from_db()
    with pytest.raises(InvalidDecisionError):
        hide(case, agence)


def test_a_text_deleted_by_its_author_meanwhile_closes_without_a_restriction(agence):
    case = CaseFactory()
    Question.objects.filter(pk=case.object_id).update(status=ContentStatus.DELETED)
    with pytest.raises(InvalidDecisionError):
        hide(case, agence)
    decide_case(actor=agence, case=case, version=1, kind=DecisionKind.KEEP)
    assert Question.objects.get(pk=case.object_id).status == ContentStatus.DELETED


def test_an_author_without_account_or_address_still_has_a_statement(agence, sent):
    erased = CaseFactory(content__author=None)
    silent = CaseFactory()
    type(silent.author).objects.filter(pk=silent.author.pk).update(email="")
    with sent() as outbox:
        assert hide(erased, agence).statement.recipient is None
        assert hide(silent, agence).statement.recipient == silent.author
    reporters = {erased.notices.get().reporter.email, silent.notices.get().reporter.email}
    assert {message.to[0] for message in outbox} == reporters
    assert Notification.objects.filter(user=silent.author, kind="moderation.decision").exists()
