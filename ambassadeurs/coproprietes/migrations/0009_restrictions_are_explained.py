"""Nothing of this room is restricted without its statement of reasons."""

from django.db import migrations, models

from communaute.moderation.migrations._explaining import explained, link, operations


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
        ("coproprietes", "0008_page_hidden_at"),
    ]

    operations = [
        *operations("coproprietes", "retourexperience"),
        # No page was hidden yet: the migration before has never been released without this one.
        link("copropriete", "page_hidden_for"),
        migrations.AddConstraint(
            "copropriete",
            models.CheckConstraint(
                condition=explained(models.Q(page_hidden_at__isnull=False), "page_hidden_for"),
                name="copropriete_page_hiding_is_explained",
            ),
        ),
    ]
