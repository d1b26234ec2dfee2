"""No page of a copropriété is restricted without its statement of reasons."""

from django.db import migrations

from communaute.moderation.migrations._explaining import operations


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
        ("fiches", "0002_existing_pages"),
    ]

    operations = operations("fiches", "fiche")
