import django.utils.timezone
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="GoneAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=255, unique=True, verbose_name="adresse")),
                (
                    "gone_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="retirée le"
                    ),
                ),
            ],
            options={
                "verbose_name": "adresse d’une page retirée",
                "verbose_name_plural": "adresses de pages retirées",
                "ordering": ["path"],
                "default_permissions": (),
            },
        ),
    ]
    operations = [CreateTables(operations)]
