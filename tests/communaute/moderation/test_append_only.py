"""What is written once: refused by models, by querysets, by the database, and seen by the seals."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from communaute.moderation.audit_log import append_only, verification
from communaute.moderation.audit_log.log import current_key_id, record, seal
from communaute.moderation.audit_log.verification import CHUNK, head, is_intact, problems
from communaute.moderation.enums import Act, DecisionKind, SanctionKind
from communaute.moderation.errors import AppendOnlyError
from communaute.moderation.models import (
    Decision,
    LogHead,
    ModerationLog,
    Sanction,
    StatementOfReasons,
)
from communaute.moderation.services import decide_case
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, contested, hidden_case, statement_of

pytestmark = pytest.mark.django_db
MODELS = (Decision, StatementOfReasons, ModerationLog)
PERSONS = {Decision: "decided_by", StatementOfReasons: "recipient", ModerationLog: "actor"}


@pytest.fixture
def case():
    """A case with three rows of log: two acts and a decision."""
    found = hidden_case()
    record(found, Act.NOTICE)
    record(found, Act.RELEASE, actor=UserFactory(agence=True), detail="note")
    return found


@pytest.fixture
def thawed(case):
    """The same, in the hands of somebody who can take the triggers away."""
    with connection.cursor() as cursor:
        for sql in (
            *append_only.drop_head_sql(connection.vendor),
            *append_only.drop_sql(connection.vendor),
        ):
            # The function of PostgreSQL stays: tables of other rooms use it.
            if "FUNCTION" not in sql:
                cursor.execute(sql)
    return case


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def accepted(*statements):
    """Those that the database does not refuse because the table is written once."""
    found = []
    for statement in statements:
        try:
            sql(statement)
        except DatabaseError as error:
            if "append-only" in str(error):
                continue
        found.append(statement)
    return found


def found_after(statement, *values):
    """What the seals find once this is done; it is then put back."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        sql(statement, *values)
        found = list(problems())
        transaction.set_rollback(True)
    return found


def test_models_refuse_to_change_or_delete(case):
    for row in (case.decisions.get(), statement_of(case), case.log.last()):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()


@pytest.mark.parametrize("model", MODELS)
def test_querysets_refuse_to_change_or_delete(model, case):
    with pytest.raises(AppendOnlyError):
        model.objects.update(pk=1)
    with pytest.raises(AppendOnlyError):
        model.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        model.objects.bulk_update(list(model.objects.all()), ["pk"])


@pytest.mark.parametrize("model", MODELS)
def test_the_database_refuses_to_rewrite_any_column(model, case):
    other = {PERSONS[model]: UserFactory().pk}
    columns = {
        field.column: other.get(field.name, field.column) for field in model._meta.concrete_fields
    }
    table = model._meta.db_table
    assert accepted(*(f"UPDATE {table} SET {name} = {columns[name]}" for name in columns)) == []  # noqa: S608


def test_the_database_refuses_to_delete_to_empty_or_replace(case):
    tables = [model._meta.db_table for model in MODELS]
    connection.check_constraints()  # what waits for the end of the transaction forbids to empty
    empty = (
        "TRUNCATE {0} CASCADE"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    )
    assert accepted(*(f"DELETE FROM {table}" for table in tables)) == []  # noqa: S608
    assert accepted(*(empty.format(table) for table in tables)) == []
    assert [model for model in MODELS if not model.objects.exists()] == []


def test_triggers_name_every_column_of_the_models():
    for kept, model in zip(append_only.KEPT, (*MODELS, Sanction), strict=True):
        assert kept.table == model._meta.db_table
        columns = {field.column for field in model._meta.concrete_fields}
        assert {*kept.columns, *kept.changing, kept.person} == columns


def test_an_account_may_still_be_erased(case):
    decision, statement, line = case.decisions.get(), statement_of(case), case.log.last()
    number = line.actor.pk
    line.actor.delete()
    decision.decided_by.delete()
    statement.recipient.delete()
    for row in (decision, statement, line):
        row.refresh_from_db()
    assert decision.decided_by is None
    assert statement.recipient is None
    assert line.actor is None
    assert line.actor_number == number
    assert is_intact()


def test_the_log_tells_every_act_in_order(case):
    assert [line.position for line in case.log.all()] == [1, 2, 3]
    assert [line.decision_id for line in case.log.all()] == [case.decisions.get().pk, None, None]
    assert is_intact()


def tampered(field, row):
    """Something else that the column takes."""
    now = getattr(row, field.attname)
    if isinstance(field, ForeignKey):
        return field.remote_field.model._base_manager.exclude(pk=now).order_by("-pk")[0].pk
    match field.get_internal_type():
        case "DateTimeField":
            return connection.ops.adapt_datetimefield_value(
                (now or timezone.now()) + timedelta(microseconds=1)
            )
        case "BooleanField":
            return not now
        case "UUIDField":
            return field.get_db_prep_value(uuid.uuid4(), connection)
        case "CharField" | "TextField":
            return f"autre{now}"[: field.max_length]
    return 9


# The primary key tells nothing of the act: rows are known by their case and their rank. The last
# one is tied to the kind by a constraint: the next test.
UNSEALED = {
    *("ModerationLog.id", "Decision.decided_by", "StatementOfReasons.recipient"),
    "Decision.sanction",
}


@pytest.mark.parametrize("model", MODELS)
def test_tampering_with_a_column_shows(model, thawed):
    """As somebody who writes in the database, without the key."""
    case = CaseFactory()
    keeper = UserFactory(agence=True)
    decide_case(actor=keeper, case=case, kind=DecisionKind.KEEP, version=case.version)
    assert is_intact()
    row = {
        Decision: thawed.decisions.first(),
        StatementOfReasons: statement_of(thawed),
        ModerationLog: thawed.log.last(),
    }[model]
    change = "UPDATE {} SET {} = %s WHERE id = %s"
    unseen = [
        field.name
        for field in model._meta.concrete_fields
        if f"{model.__name__}.{field.name}" not in UNSEALED
        and not found_after(
            change.format(model._meta.db_table, field.column), tampered(field, row), row.pk
        )
    ]
    assert unseen == []


def test_the_measure_of_a_decision_is_sealed(case):
    row = case.log.get(decision__isnull=False)
    assert seal(row, "") == row.digest
    row.decision.sanction = SanctionKind.CLOSING
    assert seal(row, "") != row.digest


def test_a_row_removed_from_the_middle_or_slipped_in_shows(thawed):
    sql("DELETE FROM moderation_moderationlog WHERE position = 2")
    assert list(problems()) == ["la ligne 2 manque"]
    forged = ModerationLog(case=thawed, position=2, act=Act.NOTICE, key_id=current_key_id())
    forged.digest = "0" * 64
    forged.save()
    assert not is_intact()


def test_rows_of_all_cases_are_one_chain(case):
    other = hidden_case()
    assert [row.position for row in ModerationLog.objects.all()] == [1, 2, 3, 4]
    assert other.log.get().position == 4
    record(None, Act.CLAIM, actor=UserFactory(equipe=True))
    assert ModerationLog.objects.get(position=5).case is None
    assert is_intact()


def test_a_tail_cut_off_shows_and_the_rows_that_miss_are_named(thawed):
    hidden_case()
    sql("DELETE FROM moderation_moderationlog WHERE position > 2")
    decision = Decision.objects.last()
    gone = f"la décision n° {decision.pk} n’est plus au journal"
    assert list(problems()) == ["les lignes 3 à 4 manquent", gone]
    record(thawed, Act.NOTICE)
    assert list(problems()) == ["les lignes 3 à 4 manquent"]


def test_everything_cut_off_shows_too(thawed):
    sql("DELETE FROM moderation_moderationlog")
    assert next(problems()) == "les lignes 1 à 3 manquent"


def test_a_head_put_back_shows(thawed):
    changed = "la tête du journal a été changée"
    unknown = "la tête du journal est scellée par une clé inconnue (autre)"
    told = {
        "position = 2": [changed],
        "digest = 'x'": [changed],
        "since = 2": [changed],
        "key_id = 'autre'": [unknown],
    }
    found = {change: found_after(f"UPDATE moderation_loghead SET {change}") for change in told}  # noqa: S608
    assert found == told


def test_a_head_taken_away_shows_for_ever(thawed):
    sql("DELETE FROM moderation_loghead")
    assert list(problems()) == ["la tête du journal manque"]
    record(thawed, Act.NOTICE)
    assert list(problems()) == ["la tête du journal manquait à la ligne 4"]


def test_an_old_log_put_back_whole_shows_by_what_was_noted_elsewhere(thawed, capsys):
    before = LogHead.objects.values().get()
    record(thawed, Act.NOTICE)
    call_command("verify_moderation_log")
    place = capsys.readouterr().out.split()[-1]
    call_command("verify_moderation_log", "--vu", place)
    sql("DELETE FROM moderation_moderationlog WHERE position > 3")
    LogHead.objects.update(**before)
    assert is_intact()
    with pytest.raises(CommandError, match="la ligne 4 manque"):
        call_command("verify_moderation_log", "--vu", place)
    record(thawed, Act.CLAIM)
    with pytest.raises(CommandError, match="n’est pas celle qui avait été notée"):
        call_command("verify_moderation_log", "--vu", place)
    with pytest.raises(CommandError, match="rang et le scellé"):
        call_command("verify_moderation_log", "--vu", "n’importe quoi")


def test_the_database_lets_the_head_go_forward_only(case):
    connection.check_constraints()
    backward = (
        "UPDATE moderation_loghead SET position = position",
        "UPDATE moderation_loghead SET position = position - 1",
        "UPDATE moderation_loghead SET position = position + 1, since = since + 1",
        "DELETE FROM moderation_loghead",
        "TRUNCATE moderation_loghead"
        if connection.vendor == "postgresql"
        else "INSERT OR REPLACE INTO moderation_loghead SELECT * FROM moderation_loghead",
    )
    assert accepted(*backward) == []
    assert head().position == 3


def test_a_row_sealed_without_the_key_shows(case, settings):
    """The chain was a plain hash: anybody who could write could also seal again."""
    held = settings.AUDIT_KEY
    settings.AUDIT_KEY = "une autre clé"
    forged = ModerationLog(case=case, position=4, act=Act.NOTICE, key_id=current_key_id())
    forged.digest = seal(forged, case.log.last().digest)
    forged.save()
    settings.AUDIT_KEY = held
    assert "clé inconnue" in next(problems())


def test_a_key_that_was_replaced_still_reads_what_it_sealed(case, settings):
    settings.AUDIT_KEY_FALLBACKS = [settings.AUDIT_KEY]
    settings.AUDIT_KEY = "la nouvelle clé"
    record(case, Act.NOTICE)
    assert is_intact()
    assert len(set(case.log.values_list("key_id", flat=True))) == 2
    settings.AUDIT_KEY_FALLBACKS = []
    assert "clé inconnue" in next(problems())


def test_the_command_tells_which_case_is_broken(thawed, capsys):
    contested()
    call_command("verify_moderation_log")
    assert "5 ligne(s)" in capsys.readouterr().out
    sql("UPDATE moderation_moderationlog SET detail = 'x' WHERE case_id = %s", thawed.pk)
    with pytest.raises(CommandError, match=rf"la ligne 1 \(dossier n° {thawed.pk}\)"):
        call_command("verify_moderation_log")


def test_the_log_is_read_in_pieces_each_one_query(case, django_assert_num_queries, monkeypatch):
    assert CHUNK == 500
    with django_assert_num_queries(3):
        assert is_intact()
    for _ in range(5):
        record(case, Act.NOTICE)
    with django_assert_num_queries(3):
        assert is_intact()
    monkeypatch.setattr(verification, "CHUNK", 3)
    with django_assert_num_queries(5):
        assert is_intact()


def test_each_decision_of_a_case_is_sealed(case):
    case.refresh_from_db()
    decide_case(
        actor=UserFactory(agence=True),
        case=case,
        kind=DecisionKind.RESTORE,
        version=case.version,
    )
    decided = case.log.filter(decision__isnull=False).values_list("act", flat=True)
    assert list(decided) == [Act.HIDE, Act.RESTORE]
    assert is_intact()
