"""The database itself refuses to rewrite a decision, a statement or a line of the log.

Only the link to a person may be emptied, when an account is erased. Deleting is refused by the
models (`AppendOnlyModel`): a test database must be able to empty its tables.
"""

from django.db import migrations

FROZEN = {
    "moderation_decision": ("case_id", "kind", "note", "organisation_id", "decided_at"),
    "moderation_statementofreasons": (
        "puid",
        "decision_id",
        "content_label",
        "content_created_at",
        "content_url",
        "excerpt",
        "restriction",
        "territorial_scope",
        "applies_from",
        "ends_at",
        "facts",
        "ground",
        "rule",
        "from_notice",
        "automated_detection",
        "automated_decision",
        "redress_until",
        "signatory",
        "created_at",
    ),
    "moderation_moderationlog": (
        "case_id",
        "position",
        "organisation_id",
        "act",
        "detail",
        "at",
        "digest",
    ),
}
FUNCTION = "moderation_refuse_update"


def freeze(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    quote = schema_editor.quote_name
    if postgresql:
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'append-only table ' || TG_TABLE_NAME, "
            "ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table, columns in FROZEN.items():
        listed = ", ".join(quote(column) for column in columns)
        body = (
            f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {listed} ON {quote(table)} {body}"
        )


def thaw(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FROZEN:
        on_table = f" ON {schema_editor.quote_name(table)}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}")
    if postgresql:
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}()")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
