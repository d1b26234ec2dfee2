from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StepRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True, verbose_name="étape")),
                (
                    "claimed_by",
                    models.CharField(blank=True, max_length=32, verbose_name="pris par"),
                ),
                ("claimed_until", models.DateTimeField(null=True, verbose_name="pris jusqu’à")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finie le")),
                ("counts", models.JSONField(default=dict, verbose_name="fait")),
                ("errors", models.PositiveIntegerField(default=0, verbose_name="erreurs")),
                (
                    "error",
                    models.CharField(blank=True, max_length=300, verbose_name="première erreur"),
                ),
            ],
            options={
                "verbose_name": "passage d’une étape",
                "ordering": ["key"],
            },
        ),
    ]
    operations = [CreateTables(operations)]
