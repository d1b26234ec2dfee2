"""Every database has the official geography: 2026 communes, EPCI, départements, régions."""

from functools import partial

from django.db import migrations

from ..services import load_geography


def load(apps, schema_editor):
    load_geography(get_model=partial(apps.get_model, "territoires"))


class Migration(migrations.Migration):
    dependencies = [("territoires", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
