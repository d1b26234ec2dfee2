"""No row restricts without its statement of reasons: the database refuses, whatever the way."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.models import Message
from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.moderation.audit_log.verification import unexplained
from communaute.moderation.decision_rules import COLUMNS_OF, STATUS_OF
from communaute.moderation.enums import RESTRICTED, ContentStatus, DecisionKind, SanctionKind
from communaute.moderation.models import ModeratedContent
from communaute.moderation.registry import by_key, registered
from communaute.moderation.sanctions.services import sanction_person
from communaute.moderation.services import (
    ask_review,
    decide_case,
    text_edited,
    undo_decision,
)
from communaute.questions.models import Question
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.contents import CONTENTS
from tests.communaute.moderation.factories import CaseFactory, NoticeFactory, hide
from tests.communaute.moderation.sanctions.scenes import REASONS
from tests.communaute.moderation.states import put_in_state, statement_about
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db


def refused(rows, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)


def test_every_kind_of_content_has_its_example_and_its_constraint_in_the_database():
    assert {kind.key for kind in registered()} == {*CONTENTS}
    models = [model for model in apps.get_models() if issubclass(model, ModeratedContent)]
    assert {kind.model for kind in registered()} == {*models}
    with connection.cursor() as cursor:
        for model in models:
            kept = connection.introspection.get_constraints(cursor, model._meta.db_table)
            assert kept[f"{model._meta.model_name}_restrictions_are_explained"]["check"]
            assert kept[f"{model._meta.model_name}_state_is_known"]["check"]


@pytest.mark.parametrize("key", [*CONTENTS])
def test_no_kind_of_content_is_restricted_waits_or_is_unknown_without_saying_why(key):
    content = CONTENTS[key]()
    rows = type(content).objects.filter(pk=content.pk)
    # The words that would take it away unseen by the verification.
    for word in ("en_attente", "cache", "", "PUBLIE"):
        refused(rows, status=word)
    # What was never public may wait; public, it says since when.
    assert rows.update(status=ContentStatus.PENDING, first_public_at=None) == 1
    refused(rows, status=ContentStatus.PUBLISHED)
    assert rows.update(status=ContentStatus.PUBLISHED, first_public_at=timezone.now()) == 1
    marks = {"locked_at": timezone.now(), "limited_at": timezone.now(), "caution": "À vérifier"}
    for status in RESTRICTED:
        refused(rows, status=status)
    for name, value in marks.items():
        refused(rows, **{name: value})
    # Nor may a statement be kept ready for later.
    spare = statement_about(content)
    for link in ("hidden_for", "locked_for", "limited_for", "labelled_for"):
        refused(rows, **{link: spare})
    # What its author withdrew is restricted by nobody.
    for status in (ContentStatus.DELETED, ContentStatus.PUBLISHED):
        assert rows.update(status=status) == 1
    put_in_state(content, ContentStatus.HIDDEN, **marks)
    for link in ("hidden_for", "locked_for", "limited_for", "labelled_for"):
        refused(rows, **{link: None})
    for status in {*RESTRICTED}:
        assert rows.update(status=status) == 1
    refused(rows, status=ContentStatus.PUBLISHED)


def test_the_verification_finds_what_waits_though_nothing_asks_to_read_it(equipe):
    asked = QuestionFactory(status=ContentStatus.PENDING)
    kind = by_key("question")
    due = timezone.now()
    case = ask_review(kind=kind, content=asked, why="Un premier texte.", due_at=due)
    assert list(unexplained()) == []
    # Reported by somebody is no reason to wait: it was public.
    hushed = CaseFactory().target
    Question.objects.filter(pk=hushed.pk).update(status=ContentStatus.PENDING, first_public_at=None)
    found = f"Question n° {hushed.pk} : attend une relecture que rien ne demande"
    assert list(unexplained()) == [found]
    with pytest.raises(CommandError, match="attend une relecture que rien ne demande"):
        call_command("verify_moderation_log")
    Question.objects.filter(pk=hushed.pk).update(status=ContentStatus.DELETED)
    decide_case(actor=equipe, case=case, version=case.version, kind=DecisionKind.APPROVE)
    asked.refresh_from_db()
    assert asked.first_public_at is not None
    assert list(unexplained()) == []


@pytest.fixture
def unchecked(db):
    """A database that lost its constraints."""
    names = ("question_restrictions_are_explained", "question_state_is_known")
    dropped = ", ".join(f"DROP CONSTRAINT {name}" for name in names)
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA ignore_check_constraints = ON"
            if sqlite
            else f"ALTER TABLE questions_question {dropped}"
        )
        yield
        if sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_the_verification_finds_a_state_that_nobody_knows(unchecked):
    lone = QuestionFactory()
    Question.objects.filter(pk=lone.pk).update(status="cache")
    assert f"Question n° {lone.pk} : état inconnu « cache »" in list(unexplained())


def test_the_verification_finds_an_account_closed_without_measure_nor_its_holder(equipe):
    left, gone, suspended, lone = UserFactory.create_batch(4)
    leave(actor=left, texts=Texts.KEEP)
    case = CaseFactory(content__author=suspended)
    asked = {"actor": equipe, "case": case, "version": 1, "reasons": REASONS}
    sanction_person(**asked, sanction=SanctionKind.SUSPENSION, hours=24)
    for person in (gone, suspended, lone):
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    leave(actor=gone, texts=Texts.KEEP)
    found = f"Compte n° {lone.pk} : fermé, sans mesure ni demande de la personne"
    assert list(unexplained()) == [found]
    with pytest.raises(CommandError, match="sans mesure ni demande"):
        call_command("verify_moderation_log")


def test_a_corrected_text_and_an_approval_undone_wait_as_the_database_allows(agence):
    """They were public, or nearly: each says why it waits, and is public again once read."""
    case = CaseFactory(content__status=ContentStatus.PENDING, notices=0)
    NoticeFactory(case=case, reporter=None, visitor_key="automatique", source="automatique")
    approved = decide_case(actor=agence, case=case, version=1, kind=DecisionKind.APPROVE)
    undo_decision(actor=agence, decision=approved)
    asked = Question.objects.get(pk=case.object_id)
    assert (asked.status, asked.first_public_at) == (ContentStatus.PENDING, None)
    assert list(unexplained()) == []
    case = CaseFactory()
    hide(case, agence, kind=DecisionKind.ASK_EDIT)
    asked = Question.objects.get(pk=case.object_id)
    text_edited(actor=asked.author, content=asked)
    asked.refresh_from_db()
    assert (asked.status, asked.first_public_at) == (ContentStatus.PENDING, None)
    assert list(unexplained()) == []


def test_no_content_is_made_restricted():
    question = QuestionFactory()
    question.pk, question.submission_key = None, None
    question.status = ContentStatus.HIDDEN
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.bulk_create([question])


def test_a_message_follows_its_report():
    reported = CONTENTS["message"]()
    messages = Message.objects.filter(pk=reported.message_id)
    refused(messages, hidden_at=timezone.now())
    refused(messages, hidden_for=statement_about(reported))
    case = CaseFactory(content=reported)
    hide(case, UserFactory(equipe=True))
    message = messages.get()
    assert message.hidden_at is not None
    assert message.hidden_for == case.decisions.get().statement
    refused(messages, hidden_for=None)


def test_the_page_of_a_building_follows_its_report():
    fiche = CONTENTS["copropriete"]()
    buildings = Copropriete.objects.filter(pk=fiche.copropriete_id)
    refused(buildings, page_hidden_at=timezone.now())
    case = CaseFactory(content=fiche)
    hide(case, UserFactory(equipe=True))
    building = buildings.get()
    assert building.page_hidden_at is not None
    assert building.page_hidden_for == case.decisions.get().statement
    refused(buildings, page_hidden_for=None)


@pytest.mark.parametrize("key", [*CONTENTS])
def test_each_decision_is_what_explains_its_effect(key, equipe):
    """Each kind of decision that the kind of content takes, then restored: nothing is left."""
    content = CONTENTS[key]()
    kind = by_key(key)
    given = [one for one, status in STATUS_OF.items() if status in RESTRICTED]
    for decided in (*given, *kind.marks):
        if decided == DecisionKind.AUTO_HIDE:
            continue
        if decided == DecisionKind.ASK_EDIT and not kind.is_corrected:
            continue
        case = CaseFactory(content=content)
        detail = "À vérifier" if decided == DecisionKind.LABEL else ""
        decision = hide(case, equipe, kind=decided, detail=detail)
        content.refresh_from_db()
        link = COLUMNS_OF[decided][1] if decided in COLUMNS_OF else "hidden_for"
        assert getattr(content, link) == decision.statement
        case.refresh_from_db()
        decide_case(
            actor=equipe, case=case, version=case.version, kind=DecisionKind.RESTORE, note="Non."
        )
        content.refresh_from_db()
        assert getattr(content, link) is None
    assert list(unexplained()) == []


def test_the_statement_of_another_text_or_of_something_else_explains_nothing():
    question, other = QuestionFactory(hidden=True), QuestionFactory(caution="À vérifier")
    assert list(unexplained()) == []
    Question.objects.filter(pk=question.pk).update(hidden_for=statement_about(other))
    Question.objects.filter(pk=other.pk).update(labelled_for=statement_about(other))
    found = [
        f"Question n° {question.pk} : restriction (hidden_for) sans exposé des motifs à elle",
        f"Question n° {other.pk} : restriction (labelled_for) sans exposé des motifs à elle",
    ]
    assert list(unexplained()) == found
    with pytest.raises(CommandError, match="sans exposé des motifs à elle"):
        call_command("verify_moderation_log")
