"""States listed in the database; what waits was never public as it stands."""

from django.db import migrations

from communaute.moderation.migrations import _states


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0015_passage_always_quoted"),
        ("coproprietes", "0012_telling"),
    ]

    operations = [
        *_states.operations("coproprietes", "retourexperience"),
    ]
