"""States listed in the database; what waits was never public as it stands."""

from django.db import migrations

from communaute.moderation.migrations import _states


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0015_passage_always_quoted"),
        ("mises_en_relation", "0012_desk_acts"),
    ]

    operations = [
        *_states.operations("mises_en_relation", "reportedmessage"),
    ]
