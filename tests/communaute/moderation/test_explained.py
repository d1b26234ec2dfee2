"""No row restricts without its statement of reasons: the database refuses, whatever the way."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.mises_en_relation.models import Message
from communaute.moderation.enums import RESTRICTED, ContentStatus, DecisionKind
from communaute.moderation.migrations import _explaining
from communaute.moderation.models import ModeratedContent
from communaute.moderation.registry import by_key, registered
from communaute.moderation.ruling.effects import COLUMNS_OF, STATUS_OF
from communaute.moderation.services import decide_case
from communaute.questions.models import Question
from communaute.recourse.journal.explaining import unexplained
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.contents import CONTENTS
from tests.communaute.moderation.factories import CaseFactory, hide
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


@pytest.mark.parametrize("key", [*CONTENTS])
def test_no_kind_of_content_is_restricted_without_a_statement(key):
    content = CONTENTS[key]()
    rows = type(content).objects.filter(pk=content.pk)
    marks = {"locked_at": timezone.now(), "limited_at": timezone.now(), "caution": "À vérifier"}
    for status in RESTRICTED:
        refused(rows, status=status)
    for name, value in marks.items():
        refused(rows, **{name: value})
    # Nor may a statement be kept ready for later.
    spare = statement_about(content)
    for link in ("hidden_for", "locked_for", "limited_for", "labelled_for"):
        refused(rows, **{link: spare})
    # What its author withdrew, and what waits to be read, is restricted by nobody.
    for status in set(ContentStatus) - {*RESTRICTED}:
        assert rows.update(status=status) == 1
    put_in_state(content, ContentStatus.HIDDEN, **marks)
    for link in ("hidden_for", "locked_for", "limited_for", "labelled_for"):
        refused(rows, **{link: None})
    for status in {*RESTRICTED}:
        assert rows.update(status=status) == 1
    refused(rows, status=ContentStatus.PUBLISHED)


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


@pytest.fixture
def unchecked(db):
    """A database as it was before the constraint."""
    name = "question_restrictions_are_explained"
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA ignore_check_constraints = ON"
            if sqlite
            else f"ALTER TABLE questions_question DROP CONSTRAINT {name}"
        )
        yield
        if sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_what_was_restricted_before_the_constraint_finds_its_statement(unchecked, equipe):
    """What the migration does of a database that has decisions, and of a row that none explains."""
    hidden, labelled = CaseFactory(), CaseFactory()
    decisions = [
        hide(hidden, equipe),
        hide(labelled, equipe, kind=DecisionKind.LABEL, detail="À vérifier"),
    ]
    lone = QuestionFactory()
    Question.objects.update(hidden_for=None, labelled_for=None)
    fill = _explaining.filled("questions", "question").code
    fill(apps, None)
    links = Question.objects.order_by("pk").values_list("hidden_for", "labelled_for")
    first, second = (decision.statement.pk for decision in decisions)
    assert list(links) == [(first, None), (None, second), (None, None)]
    # An older decision that was taken back explains nothing any more.
    hidden.refresh_from_db()
    decide_case(actor=equipe, case=hidden, version=hidden.version, kind=DecisionKind.RESTORE)
    for pk in (hidden.object_id, lone.pk):
        Question.objects.filter(pk=pk).update(status=ContentStatus.HIDDEN)
        with pytest.raises(ValueError, match=f"questions.question {pk} : aucun exposé"):
            fill(apps, None)
        Question.objects.filter(pk=pk).update(status=ContentStatus.PUBLISHED)
