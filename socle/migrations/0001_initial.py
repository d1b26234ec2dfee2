from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=1)),
                ("community", models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="PageView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="jour")),
                ("page", models.CharField(blank=True, max_length=200, verbose_name="page")),
                ("referrer", models.CharField(blank=True, max_length=100, verbose_name="venue de")),
                ("count", models.PositiveIntegerField(verbose_name="nombre")),
            ],
            options={
                "verbose_name": "pages ouvertes",
                "verbose_name_plural": "pages ouvertes",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "page", "referrer"), name="socle_view_once"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
