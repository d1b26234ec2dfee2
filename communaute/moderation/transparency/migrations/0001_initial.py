import django.core.validators
import django.utils.timezone
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ClosedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=8, unique=True, verbose_name="période")),
                ("starts_at", models.DateTimeField(verbose_name="du")),
                ("ends_at", models.DateTimeField(verbose_name="au")),
                ("figures", models.JSONField(verbose_name="chiffres")),
                ("agencies", models.JSONField(default=list, verbose_name="chiffres des agences")),
                (
                    "closed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="arrêté le"
                    ),
                ),
            ],
            options={
                "verbose_name": "période close",
                "verbose_name_plural": "périodes closes",
                "ordering": ["-ends_at", "key"],
            },
        ),
        migrations.CreateModel(
            name="ModerationMeans",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekly_hours",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="heures de modération par semaine, toutes agences comprises",
                    ),
                ),
                (
                    "training",
                    models.TextField(
                        blank=True,
                        help_text="Une ou deux phrases : qui les forme, à quoi, combien de temps.",
                        max_length=600,
                        verbose_name="formation des modérateurs",
                    ),
                ),
            ],
            options={
                "verbose_name": "moyens de la modération",
            },
        ),
        migrations.CreateModel(
            name="MonthlyUsers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(unique=True, verbose_name="mois")),
                ("people", models.PositiveIntegerField(verbose_name="personnes")),
            ],
            options={
                "verbose_name": "personnes connectées en un mois",
                "ordering": ["-month"],
            },
        ),
    ]
    operations = [CreateTables(operations)]
