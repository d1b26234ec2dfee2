import pytest
from django.db import DatabaseError, connection, transaction

from communaute.moderation.enums import Act
from communaute.moderation.errors import AppendOnlyError
from communaute.moderation.models import Decision, ModerationLog, StatementOfReasons
from communaute.moderation.services.log import is_intact, record
from tests.communaute.moderation.factories import hidden_case, statement_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    case = hidden_case()
    return [case.decisions.get(), statement_of(case), case.log.last()]


def test_models_refuse_to_change_or_delete(rows):
    for row in rows:
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()


@pytest.mark.parametrize("model", [Decision, StatementOfReasons, ModerationLog])
def test_querysets_refuse_to_change_or_delete(model, rows):
    with pytest.raises(AppendOnlyError):
        model.objects.update(pk=1)
    with pytest.raises(AppendOnlyError):
        model.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        model.objects.bulk_update(list(model.objects.all()), ["pk"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE moderation_decision SET kind = 'garder'",
        "UPDATE moderation_statementofreasons SET facts = 'autre chose'",
        "UPDATE moderation_moderationlog SET detail = 'autre chose'",
    ],
)
def test_the_database_itself_refuses_to_rewrite(statement, rows):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_account_may_still_be_erased(rows):
    decision, statement, line = rows
    decision.decided_by.delete()
    statement.recipient.delete()
    for row in rows:
        row.refresh_from_db()
    assert decision.decided_by is None
    assert statement.recipient is None
    assert line.actor is None
    assert is_intact(decision.case)


def test_the_log_tells_every_act_in_order_and_shows_tampering():
    case = hidden_case()
    record(case, Act.NOTICE)
    assert [line.position for line in case.log.all()] == [1, 2]
    assert is_intact(case)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_moderationlog WHERE position = 1")
    assert not is_intact(case)


def test_a_row_slipped_in_shows():
    case = hidden_case()
    ModerationLog.objects.create(case=case, position=2, act=Act.KEEP, digest="0" * 64)
    assert not is_intact(case)
