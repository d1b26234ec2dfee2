"""A proposal keeps the version of its rule; no measure towards a person without its statement."""

import django.db.models.deletion
from django.db import migrations, models

from communaute.moderation.append_only import Kept, create_sql, drop_sql


def _table(*columns):
    return (
        Kept(
            "moderation_sanction",
            columns,
            "person_id",
            (("id",), ("decision_id",)),
            ("lifted_at", "lifted_by_id", "end_told_at"),
        ),
    )


BEFORE = _table("id", "kind", "decision_id", "starts_at", "ends_at")
AFTER = _table("id", "kind", "decision_id", "statement_id", "starts_at", "ends_at")


def setting(tables):
    def run(apps, schema_editor):
        for sql in create_sql(schema_editor.connection.vendor, tables):
            schema_editor.execute(sql)

    return run


def taking_away(tables):
    def run(apps, schema_editor):
        # The function itself stays: other tables have it.
        for sql in drop_sql(schema_editor.connection.vendor, tables):
            if "DROP FUNCTION" not in sql and "_loghead" not in sql:
                schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_queue")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="rule_version",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="version de la règle"
            ),
        ),
        migrations.RunPython(taking_away(BEFORE), setting(BEFORE)),
        # No measure was taken before: the column needs no value for those that would be there.
        migrations.AddField(
            model_name="sanction",
            name="statement",
            field=models.OneToOneField(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measure",
                to="moderation.statementofreasons",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(setting(AFTER), taking_away(AFTER)),
    ]
