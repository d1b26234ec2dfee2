"""Nothing of this room is restricted without its statement of reasons."""

from django.db import migrations

from communaute.moderation.migrations._explaining import operations


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
        ("questions", "0020_search_text_is_gone"),
    ]

    operations = [
        *operations("questions", "question"),
        *operations("questions", "answer"),
        *operations("questions", "comment"),
    ]
