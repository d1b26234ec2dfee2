"""Moderation may hide the page of a copropriété."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coproprietes", "0007_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="copropriete",
            name="page_hidden_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="page masquée le"),
        ),
    ]
