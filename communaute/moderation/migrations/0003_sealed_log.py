"""The log names its actor by number and its decision, under a keyed seal; nothing is deleted."""

import django.db.models.deletion
from django.db import migrations, models

from communaute.moderation.append_only import Kept, create_sql, drop_sql

# The triggers of migration 0002, which forbade changes only.
FORMER = ("moderation_decision", "moderation_statementofreasons", "moderation_moderationlog")

# The tables as they are after this migration.
TABLES = (
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


def thaw_former(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FORMER:
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {table}_frozen{f' ON {table}' if postgresql else ''}"
        )
    if postgresql:
        schema_editor.execute("DROP FUNCTION IF EXISTS moderation_refuse_update()")


def freeze(apps, schema_editor):
    for sql in create_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(sql)


def thaw(apps, schema_editor):
    for sql in drop_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_append_only")]

    operations = [
        migrations.RunPython(thaw_former, migrations.RunPython.noop),
        migrations.AddField(
            "moderationlog",
            "actor_number",
            models.PositiveBigIntegerField("numéro de compte", null=True),
        ),
        migrations.AddField(
            "moderationlog",
            "decision",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="log",
                to="moderation.decision",
            ),
        ),
        migrations.AddField(
            "moderationlog", "key_id", models.CharField("clé du scellé", default="", max_length=8)
        ),
        migrations.RunPython(freeze, thaw),
    ]
