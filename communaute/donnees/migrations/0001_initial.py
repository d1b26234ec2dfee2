import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import socle.uploads
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdleNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_at", models.DateTimeField(verbose_name="premier courriel")),
                ("again_at", models.DateTimeField(null=True, verbose_name="second courriel")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idle_notice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "compte sans connexion",
                "verbose_name_plural": "comptes sans connexion",
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "texts",
                    models.CharField(
                        choices=[
                            ("garder", "Les laisser en ligne, sans mon nom"),
                            ("effacer", "Les effacer"),
                            ("relire", "Les laisser, et faire relire ceux qui parlent de moi"),
                        ],
                        default="garder",
                        max_length=8,
                        verbose_name="textes",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="demandé le"
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True, verbose_name="définitif le")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departure",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "compte qui se ferme",
                "verbose_name_plural": "comptes qui se ferment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))),
                        name="departure_in_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("attente", "En préparation"),
                            ("prete", "Prête"),
                            ("expiree", "Effacée"),
                        ],
                        default="attente",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="demandée le"
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="gardée jusqu’au")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=socle.uploads.private_storage,
                        upload_to="copies/",
                        verbose_name="fichier",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "copie de données",
                "verbose_name_plural": "copies de données",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [models.Index(fields=["state", "expires_at"], name="export_due")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "attente")),
                        fields=("user",),
                        name="export_one_waits_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "prete"), _negated=True),
                            ("expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="export_ready_has_an_end",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
