from django.db import migrations

from ambassadeurs.guichets.models import KEPT
from communaute.moderation.audit_log.append_only import create_sql, drop_sql


def keep(apps, schema_editor):
    for sql in create_sql(schema_editor.connection.vendor, (KEPT,)):
        schema_editor.execute(sql)


def let_go(apps, schema_editor):
    # The function is moderation's: its own tables still call it.
    for sql in drop_sql(schema_editor.connection.vendor, (KEPT,)):
        if "FUNCTION" not in sql:
            schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("guichets", "0001_initial"), ("moderation", "0002_append_only")]
    operations = [migrations.RunPython(keep, let_go)]
