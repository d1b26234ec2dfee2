"""The national space exists everywhere, from the first day."""

from django.db import migrations


def create_national_space(apps, schema_editor):
    apps.get_model("questions", "Space").objects.get_or_create(
        slug="national", defaults={"kind": "national", "title": "Toutes les copropriétés"}
    )


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial")]

    operations = [migrations.RunPython(create_national_space, migrations.RunPython.noop)]
