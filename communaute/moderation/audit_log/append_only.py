"""The triggers by which the database itself keeps decisions, statements and log as written.

Changing a column, deleting a row, emptying a table: refused, whoever asks. The link to a person
may only be emptied, when an account is erased; the head of the log only goes forward. Used by
migrations, and by the tests that must empty their database.
"""

from dataclasses import dataclass

FUNCTION = "moderation_refuse"


@dataclass(frozen=True)
class FrozenTable:
    """A table: its frozen columns, its link to a person, what else a row is known by, and the
    columns that do change."""

    table: str
    columns: tuple[str, ...]
    person: str
    keys: tuple[tuple[str, ...], ...]
    changing: tuple[str, ...] = ()


KEPT = (
    FrozenTable(
        "moderation_decision",
        (
            *("id", "case_id", "kind", "sanction", "detail", "ends_at", "status_before"),
            *("undoes_id", "note", "organisation_id", "decided_at"),
        ),
        "decided_by_id",
        (("id",),),
    ),
    FrozenTable(
        "moderation_statementofreasons",
        (
            *("id", "puid", "decision_id", "content_label", "content_created_at", "content_url"),
            *("language", "excerpt", "restriction", "visibility", "service", "account"),
            *("territorial_scope", "applies_from", "ends_at", "facts", "ground", "rule"),
            *("rule_code", "rule_version", "why", "also_illegal", "category", "source"),
            *("automated_detection", "automated_decision", "redress", "redress_until"),
            *("signatory", "plain", "created_at"),
        ),
        "recipient_id",
        (("id",), ("puid",), ("decision_id",)),
    ),
    FrozenTable(
        "moderation_moderationlog",
        (
            *("id", "case_id", "position", "actor_number", "organisation_id", "decision_id"),
            *("act", "detail", "at", "key_id", "digest"),
        ),
        "actor_id",
        (("id",), ("position",)),
    ),
    FrozenTable(
        "moderation_sanction",
        ("id", "kind", "decision_id", "statement_id", "starts_at", "ends_at"),
        "person_id",
        (("id",), ("decision_id",)),
        ("lifted_at", "lifted_by_id", "end_told_at"),
    ),
)

HEAD = "moderation_loghead"
_FORWARD = "NEW.position <= OLD.position OR NEW.since <> OLD.since"


def create_sql(vendor: str, tables: tuple[FrozenTable, ...] = KEPT) -> list[str]:
    """Statements that set the triggers on a database of this vendor."""
    if vendor == "postgresql":
        function = (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only table ' || TG_TABLE_NAME, "
            "ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        return [function, *(sql for kept in tables for sql in _on_postgresql(kept))]
    return [sql for kept in tables for sql in _on_sqlite(kept)]


def drop_sql(vendor: str, tables: tuple[FrozenTable, ...] = KEPT) -> list[str]:
    """Statements that take them away."""
    suffixes = ("frozen", "person", "kept", "whole" if vendor == "postgresql" else "replaced")
    dropped = [
        f"DROP TRIGGER IF EXISTS {kept.table}_{suffix}"
        + (f" ON {kept.table}" if vendor == "postgresql" else "")
        for kept in tables
        for suffix in suffixes
    ]
    return (
        [*dropped, f"DROP FUNCTION IF EXISTS {FUNCTION}()"] if vendor == "postgresql" else dropped
    )


def create_head_sql(vendor: str) -> list[str]:
    """Statements that keep the head of the log, once `create_sql` was done."""
    if vendor == "postgresql":
        refuse = f"EXECUTE FUNCTION {FUNCTION}()"
        return [
            f"CREATE TRIGGER {HEAD}_forward BEFORE UPDATE ON {HEAD} "
            f"FOR EACH ROW WHEN ({_FORWARD}) {refuse}",
            *_never_less_on_postgresql(HEAD, refuse),
        ]
    return [
        f"CREATE TRIGGER {HEAD}_forward BEFORE UPDATE ON {HEAD} "
        f"WHEN {_FORWARD} {_refuse_on_sqlite(HEAD)}",
        *_never_less_on_sqlite(HEAD, (("id",),)),
    ]


def drop_head_sql(vendor: str) -> list[str]:
    """Statements that take its triggers away, before `drop_sql`."""
    on_table = f" ON {HEAD}" if vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {HEAD}_{suffix}{on_table}"
        for suffix in ("forward", "kept", "whole" if on_table else "replaced")
    ]


def _on_postgresql(kept: FrozenTable) -> list[str]:
    table, person = kept.table, kept.person
    refuse = f"EXECUTE FUNCTION {FUNCTION}()"
    return [
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {', '.join(kept.columns)} ON {table} "
        f"FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_person BEFORE UPDATE OF {person} ON {table} "
        f"FOR EACH ROW WHEN (NEW.{person} IS NOT NULL) {refuse}",
        *_never_less_on_postgresql(table, refuse),
    ]


def _never_less_on_postgresql(table: str, refuse: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]


def _on_sqlite(kept: FrozenTable) -> list[str]:
    table, person, refuse = kept.table, kept.person, _refuse_on_sqlite(kept.table)
    return [
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {', '.join(kept.columns)} ON {table} "
        f"{refuse}",
        f"CREATE TRIGGER {table}_person BEFORE UPDATE OF {person} ON {table} "
        f"WHEN NEW.{person} IS NOT NULL {refuse}",
        *_never_less_on_sqlite(table, kept.keys),
    ]


def _never_less_on_sqlite(table: str, keys: tuple[tuple[str, ...], ...]) -> list[str]:
    # INSERT OR REPLACE deletes a row without a word to the trigger of DELETE.
    known = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys
    )
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {known})"  # noqa: S608 -- names of ours
    refuse = _refuse_on_sqlite(table)
    return [
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_replaced BEFORE INSERT ON {table} WHEN {exists} {refuse}",
    ]


def _refuse_on_sqlite(table: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
