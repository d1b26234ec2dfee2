import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reseaux", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkFollow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("x", models.FloatField(editable=False, null=True)),
                ("y", models.FloatField(editable=False, null=True)),
                ("distance_m", models.PositiveIntegerField(null=True, verbose_name="distance (m)")),
                ("reached_at", models.DateTimeField(null=True, verbose_name="arrivé le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="depuis le")),
                (
                    "reseau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="reseaux.reseau",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="network_follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "réseau suivi",
                "verbose_name_plural": "réseaux suivis",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "reseau"), name="network_follow_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("x__isnull", True), ("y__isnull", True)),
                            models.Q(("x__isnull", False), ("y__isnull", False)),
                            _connector="OR",
                        ),
                        name="network_follow_whole_place",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
