"""A proposal keeps the version of its rule; no measure is born without its statement."""

from django.db import migrations, models

from communaute.moderation.ruling.restraint import measured


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0010_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="rule_version",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="version de la règle"
            ),
        ),
        measured(),
    ]
