"""The database itself refuses to rewrite a decision, a statement, a sanction or a line of the log."""

from django.db import migrations

from communaute.moderation.audit_log.append_only import (
    create_head_sql,
    create_sql,
    drop_head_sql,
    drop_sql,
)


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for sql in (*create_sql(vendor), *create_head_sql(vendor)):
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for sql in (*drop_head_sql(vendor), *drop_sql(vendor)):
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
