"""The log is one chain over all cases, and its head is kept aside."""

import django.db.models.deletion
from django.db import migrations, models

from communaute.moderation.append_only import (
    Kept,
    create_head_sql,
    create_sql,
    drop_head_sql,
    drop_sql,
)

COLUMNS = (
    *("id", "case_id", "position", "actor_number", "organisation_id", "decision_id"),
    *("act", "detail", "at", "key_id", "digest"),
)
TABLE = "moderation_moderationlog"
BEFORE = (Kept(TABLE, COLUMNS, "actor_id", (("id",), ("case_id", "position"))),)
AFTER = (Kept(TABLE, COLUMNS, "actor_id", (("id",), ("position",))),)


def freeze(tables):
    def run(apps, schema_editor):
        for sql in create_sql(schema_editor.connection.vendor, tables):
            schema_editor.execute(sql)

    return run


def thaw(apps, schema_editor):
    # The function of PostgreSQL stays: other tables use it.
    for sql in drop_sql(schema_editor.connection.vendor, AFTER):
        if "FUNCTION" not in sql:
            schema_editor.execute(sql)


def freeze_head(apps, schema_editor):
    for sql in create_head_sql(schema_editor.connection.vendor):
        schema_editor.execute(sql)


def thaw_head(apps, schema_editor):
    for sql in drop_head_sql(schema_editor.connection.vendor):
        schema_editor.execute(sql)


def number_from_one(apps, schema_editor):
    """Rows get their rank in the whole log, in the order they were written."""
    log = apps.get_model("moderation", "ModerationLog")
    for position, pk in enumerate(log.objects.order_by("pk").values_list("pk", flat=True), 1):
        log.objects.filter(pk=pk).update(position=position)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0008_case_changed_territory")]

    operations = [
        migrations.RunPython(thaw, freeze(BEFORE)),
        migrations.RemoveConstraint("moderationlog", "log_position_unique"),
        migrations.RunPython(number_from_one, migrations.RunPython.noop),
        migrations.AlterField(
            "moderationlog",
            "case",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="log",
                to="moderation.case",
            ),
        ),
        migrations.AlterField(
            "moderationlog",
            "position",
            models.PositiveBigIntegerField("rang", unique=True),
        ),
        migrations.AlterModelOptions(
            "moderationlog",
            options={
                "ordering": ["position"],
                "verbose_name": "journal de modération",
                "verbose_name_plural": "journal de modération",
            },
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField("rang", default=0)),
                (
                    "digest",
                    models.CharField("scellé de la dernière ligne", blank=True, max_length=64),
                ),
                ("since", models.PositiveBigIntegerField("tenue depuis la ligne", default=1)),
                ("key_id", models.CharField("clé du scellé", max_length=8)),
                ("seal", models.CharField("scellé", max_length=64)),
            ],
            options={"verbose_name": "tête du journal"},
        ),
        migrations.RunPython(freeze(AFTER), thaw),
        migrations.RunPython(freeze_head, thaw_head),
    ]
