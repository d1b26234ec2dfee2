"""What was told before this room existed has the keys of its kinds."""

from django.db import migrations

RENAMED = {
    "questions.asked_you": "reaching.asked_you",
    "questions.new_in_space": "reaching.new_in_space",
    "questions.unanswered": "reaching.unanswered",
}
HOLDERS = ("Notification", "Mail", "Preference")


def rename(apps, renamed):
    for before, after in renamed.items():
        for holder in HOLDERS:
            rows = apps.get_model("notifications", holder)._default_manager
            rows.filter(kind=before).update(kind=after)


def forward(apps, schema_editor):
    rename(apps, RENAMED)


def backward(apps, schema_editor):
    rename(apps, {after: before for before, after in RENAMED.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("reaching", "0001_initial"),
        ("notifications", "0007_threads"),
    ]

    operations = [migrations.RunPython(forward, backward)]
