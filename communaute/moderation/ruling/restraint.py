"""The triggers by which the database itself refuses to restrict without a statement of reasons.

A row of a moderated table takes a state of `RESTRICTED`, a lock, a limit or a label only when a
decision of that kind about that very content stands, with its statement. A measure towards a person
is born of a decision that names it, with a statement for that person. The statement being written
first, in the transaction of the act, nothing is restricted that was not explained.

The migration that makes a moderated table ends with `restrained(app, model)`. SQLite makes a table
again to change it, without its triggers: a later migration of the table ends with the same, and a
test looks at each registered content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.migrations import RunPython

# ruff: noqa: S608 -- the names in these statements are ours

FUNCTION = "mod_restrain"
MEASURE_FUNCTION = "mod_measure"
MESSAGE = "no statement of reasons"
SANCTION = "moderation_sanction"

# Each restricted state, and the kind of decision that gives it. Values are frozen: migrations.
STATES = {
    "masque_auto": "masquer_auto",
    "a_modifier": "modifier",
    "masque": "masquer",
    "retire": "supprimer",
}
_VISIBILITY = "('masquer_auto', 'modifier', 'masquer', 'supprimer')"
_STATES = ", ".join(f"'{state}'" for state in STATES)
_KIND_OF_STATE = (
    "CASE NEW.status "
    + " ".join(f"WHEN '{state}' THEN '{kind}'" for state, kind in STATES.items())
    + " END"
)
# What each column becomes when it restricts; `OLD` is absent from an insertion.
_COLUMNS = ("status", "locked_at", "limited_at", "caution")
_RESTRICTS = {
    "status": f"NEW.status IN ({_STATES})",
    "locked_at": "NEW.locked_at IS NOT NULL",
    "limited_at": "NEW.limited_at IS NOT NULL",
    "caution": "NEW.caution <> ''",
}
_KIND = {
    "status": _KIND_OF_STATE,
    "locked_at": "'verrouiller'",
    "limited_at": "'limiter'",
    "caution": "'etiqueter'",
}


def restrained(app_label: str, model: str) -> RunPython:
    """The operation of a migration that puts a moderated table under the rule."""

    def put(apps: Any, schema_editor: Any) -> None:
        for sql in create_sql(schema_editor.connection.vendor, app_label, model):
            schema_editor.execute(sql)

    def take(apps: Any, schema_editor: Any) -> None:
        for sql in drop_sql(schema_editor.connection.vendor, app_label, model):
            schema_editor.execute(sql)

    return RunPython(put, take)


def measured() -> RunPython:
    """The same for the table of measures towards people."""
    return RunPython(_executing(create_measure_sql), _executing(drop_measure_sql))


def _executing(statements: Callable[[str], list[str]]) -> Callable[[Any, Any], None]:
    def run(apps: Any, schema_editor: Any) -> None:
        for sql in statements(schema_editor.connection.vendor):
            schema_editor.execute(sql)

    return run


def trigger_names(app_label: str, model: str) -> set[str]:
    """The triggers that a moderated table has."""
    table = f"{app_label}_{model}"
    return {
        f"{table}_restrained_{column}_{moment}"
        for column in _COLUMNS
        for moment in ("update", "insert")
    }


def create_sql(vendor: str, app_label: str, model: str) -> list[str]:
    """Statements that put a moderated table under the rule; again, they put it anew."""
    statements = drop_sql(vendor, app_label, model)
    table = f"{app_label}_{model}"
    for column in _COLUMNS:
        changed = f"{_RESTRICTS[column]} AND OLD.{column} IS DISTINCT FROM NEW.{column}"
        for moment, when in (("update", changed), ("insert", _RESTRICTS[column])):
            event = f"UPDATE OF {column}" if moment == "update" else "INSERT"
            name = f"{table}_restrained_{column}_{moment}"
            unfounded = f"NOT {_founded(app_label, model, column)}"
            if vendor == "postgresql":
                function = f"{FUNCTION}_{table}_{column}"
                if moment == "update":
                    statements.append(_function(function, unfounded))
                statements.append(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                    f"WHEN ({when}) EXECUTE FUNCTION {function}()"
                )
            else:
                statements.append(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    f"WHEN {when} AND {unfounded} "
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
    return statements


def drop_sql(vendor: str, app_label: str, model: str) -> list[str]:
    """Statements that free a table from it."""
    table = f"{app_label}_{model}"
    on_table = f" ON {table}" if vendor == "postgresql" else ""
    dropped = [
        f"DROP TRIGGER IF EXISTS {name}{on_table}"
        for name in sorted(trigger_names(app_label, model))
    ]
    if vendor == "postgresql":
        dropped += [f"DROP FUNCTION IF EXISTS {FUNCTION}_{table}_{name}()" for name in _COLUMNS]
    return dropped


def create_measure_sql(vendor: str) -> list[str]:
    """Statements that let no measure towards a person be born without its statement."""
    founded = (
        "EXISTS (SELECT 1 FROM moderation_decision d "
        "JOIN moderation_statementofreasons s ON s.decision_id = d.id "
        "WHERE d.id = NEW.decision_id AND d.kind = 'sanctionner' AND d.sanction = NEW.kind "
        "AND s.recipient_id = NEW.person_id "
        "AND (d.ends_at = NEW.ends_at OR (d.ends_at IS NULL AND NEW.ends_at IS NULL)))"
    )
    name = f"{SANCTION}_explained"
    dropped = drop_measure_sql(vendor)
    if vendor == "postgresql":
        return [
            *dropped,
            _function(MEASURE_FUNCTION, f"NOT {founded}"),
            f"CREATE TRIGGER {name} BEFORE INSERT ON {SANCTION} "
            f"FOR EACH ROW EXECUTE FUNCTION {MEASURE_FUNCTION}()",
        ]
    return [
        *dropped,
        f"CREATE TRIGGER {name} BEFORE INSERT ON {SANCTION} WHEN NOT {founded} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ]


def drop_measure_sql(vendor: str) -> list[str]:
    name = f"{SANCTION}_explained"
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {SANCTION}",
            f"DROP FUNCTION IF EXISTS {MEASURE_FUNCTION}()",
        ]
    return [f"DROP TRIGGER IF EXISTS {name}"]


def _function(name: str, refused: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {refused} THEN RAISE EXCEPTION USING MESSAGE = '{MESSAGE}', "
        "ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )


def _founded(app_label: str, model: str, column: str) -> str:
    """Whether a decision of the right kind about this content stands, with its statement.

    Taken back by a decision that itself stands, it founds nothing any more; nor does what took a
    text away once it was left, published or restored.
    """
    same = "k.content_type_id = c.content_type_id AND k.object_id = c.object_id"
    undone = (
        "EXISTS (SELECT 1 FROM moderation_decision u WHERE u.undoes_id = d.id AND NOT EXISTS "
        "(SELECT 1 FROM moderation_decision v WHERE v.undoes_id = u.id))"
    )
    settled = (
        "EXISTS (SELECT 1 FROM moderation_decision e JOIN moderation_case k ON k.id = e.case_id "
        f"WHERE {same} AND e.id > d.id AND e.kind IN ('garder', 'approuver', 'retablir') "
        "AND NOT EXISTS (SELECT 1 FROM moderation_decision v WHERE v.undoes_id = e.id) "
        "AND (e.undoes_id IS NULL OR EXISTS (SELECT 1 FROM moderation_decision t "
        f"WHERE t.id = e.undoes_id AND t.kind IN {_VISIBILITY})))"
    )
    more = {"status": f" AND NOT {settled}", "caution": " AND d.detail = NEW.caution"}
    return (
        "EXISTS (SELECT 1 FROM moderation_decision d "
        "JOIN moderation_statementofreasons s ON s.decision_id = d.id "
        "JOIN moderation_case c ON c.id = d.case_id "
        "JOIN django_content_type ct ON ct.id = c.content_type_id "
        f"WHERE ct.app_label = '{app_label}' AND ct.model = '{model}' "
        f"AND c.object_id = NEW.id AND d.kind = {_KIND[column]} "
        f"AND NOT {undone}{more.get(column, '')})"
    )
