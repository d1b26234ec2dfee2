"""Nothing of this room is restricted without its statement of reasons."""

from django.db import migrations

from communaute.moderation.migrations._explaining import operations


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_reports_and_clocks"),
        ("membres", "0002_pages_of_who_wrote"),
    ]

    operations = operations("membres", "profile")
