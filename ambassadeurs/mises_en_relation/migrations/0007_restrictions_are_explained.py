"""No message is hidden without its statement of reasons."""

from django.db import migrations, models

from communaute.moderation.migrations._explaining import explained, link, operations


def fill_messages(apps, schema_editor):
    reported = apps.get_model("mises_en_relation", "ReportedMessage").objects
    messages = apps.get_model("mises_en_relation", "Message").objects
    for row in reported.filter(message__hidden_at__isnull=False):
        messages.filter(pk=row.message_id).update(hidden_for=row.hidden_for_id)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
        ("mises_en_relation", "0006_block"),
    ]

    operations = [
        *operations("mises_en_relation", "reportedmessage"),
        link("message", "hidden_for"),
        migrations.RunPython(fill_messages, migrations.RunPython.noop),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=explained(models.Q(hidden_at__isnull=False), "hidden_for"),
                name="message_hiding_is_explained",
            ),
        ),
    ]
