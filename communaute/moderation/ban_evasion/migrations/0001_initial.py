import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("moderation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(db_index=True, max_length=64, verbose_name="empreinte")),
                (
                    "kept_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="gardée depuis le"
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="moderation.sanction",
                    ),
                ),
            ],
            options={
                "verbose_name": "empreinte d’adresse",
                "verbose_name_plural": "empreintes d’adresses",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sanction", "mark"), name="mark_once_per_measure"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="vu le"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="moderation.sanction",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour pendant une mesure",
                "verbose_name_plural": "retours pendant une mesure",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "sanction"), name="return_once_per_measure"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
