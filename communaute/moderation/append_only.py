"""The triggers by which the database itself keeps decisions, statements and log as written.

Changing a column, deleting a row, emptying a table: refused, whoever asks. The link to a person
may only be emptied, when an account is erased. Used by migrations, and by the tests that must
empty their database.
"""

from dataclasses import dataclass

FUNCTION = "moderation_refuse"


@dataclass(frozen=True)
class Kept:
    """A table: its frozen columns, its link to a person, and what else a row is known by."""

    table: str
    columns: tuple[str, ...]
    person: str
    keys: tuple[tuple[str, ...], ...]


KEPT = (
    Kept(
        "moderation_decision",
        ("id", "case_id", "kind", "note", "organisation_id", "decided_at"),
        "decided_by_id",
        (("id",),),
    ),
    Kept(
        "moderation_statementofreasons",
        (
            *("id", "puid", "decision_id", "content_label", "content_created_at", "content_url"),
            *("excerpt", "restriction", "territorial_scope", "applies_from", "ends_at", "facts"),
            *("ground", "rule", "from_notice", "automated_detection", "automated_decision"),
            *("redress_until", "signatory", "created_at"),
        ),
        "recipient_id",
        (("id",), ("puid",), ("decision_id",)),
    ),
    Kept(
        "moderation_moderationlog",
        (
            *("id", "case_id", "position", "actor_number", "organisation_id", "decision_id"),
            *("act", "detail", "at", "key_id", "digest"),
        ),
        "actor_id",
        (("id",), ("case_id", "position")),
    ),
)


def create_sql(vendor: str) -> list[str]:
    """Statements that set the triggers on a database of this vendor."""
    if vendor == "postgresql":
        function = (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only table ' || TG_TABLE_NAME, "
            "ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        return [function, *(sql for kept in KEPT for sql in _on_postgresql(kept))]
    return [sql for kept in KEPT for sql in _on_sqlite(kept)]


def drop_sql(vendor: str) -> list[str]:
    """Statements that take them away."""
    suffixes = ("frozen", "person", "kept", "whole" if vendor == "postgresql" else "replaced")
    dropped = [
        f"DROP TRIGGER IF EXISTS {kept.table}_{suffix}"
        + (f" ON {kept.table}" if vendor == "postgresql" else "")
        for kept in KEPT
        for suffix in suffixes
    ]
    return (
        [*dropped, f"DROP FUNCTION IF EXISTS {FUNCTION}()"] if vendor == "postgresql" else dropped
    )


def _on_postgresql(kept: Kept) -> list[str]:
    table, person = kept.table, kept.person
    refuse = f"EXECUTE FUNCTION {FUNCTION}()"
    return [
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {', '.join(kept.columns)} ON {table} "
        f"FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_person BEFORE UPDATE OF {person} ON {table} "
        f"FOR EACH ROW WHEN (NEW.{person} IS NOT NULL) {refuse}",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
    ]


def _on_sqlite(kept: Kept) -> list[str]:
    table, person = kept.table, kept.person
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
    # INSERT OR REPLACE deletes a row without a word to the trigger of DELETE.
    known = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in kept.keys
    )
    exists = f"EXISTS (SELECT 1 FROM {table} WHERE {known})"  # noqa: S608 -- names of ours
    return [
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {', '.join(kept.columns)} ON {table} "
        f"{refuse}",
        f"CREATE TRIGGER {table}_person BEFORE UPDATE OF {person} ON {table} "
        f"WHEN NEW.{person} IS NOT NULL {refuse}",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_replaced BEFORE INSERT ON {table} WHEN {exists} {refuse}",
    ]
