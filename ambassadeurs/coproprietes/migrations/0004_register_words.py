"""The words of the register: FTS5 on SQLite, GIN on PostgreSQL (see `register/index.py`)."""

from django.db import migrations

from ..register import index


def create(apps, schema_editor):
    index.create(schema_editor, apps.get_model("coproprietes", "RegisteredCopropriete"))


def drop(apps, schema_editor):
    index.drop(schema_editor, apps.get_model("coproprietes", "RegisteredCopropriete"))


class Migration(migrations.Migration):
    dependencies = [("coproprietes", "0003_relations")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
