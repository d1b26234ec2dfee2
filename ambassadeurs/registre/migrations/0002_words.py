"""The words of the register: FTS5 on SQLite, GIN on PostgreSQL (see `registre/index.py`)."""

from django.db import migrations

from ambassadeurs.registre import index


def create(apps, schema_editor):
    index.create(schema_editor, apps.get_model("registre", "RegisteredCopropriete"))


def drop(apps, schema_editor):
    index.drop(schema_editor, apps.get_model("registre", "RegisteredCopropriete"))


class Migration(migrations.Migration):
    dependencies = [("registre", "0001_initial")]

    operations = [migrations.RunPython(create, drop, elidable=False)]
