import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dite le")),
                (
                    "backup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "ordering": ["starts_on", "pk"],
                "indexes": [models.Index(fields=["ends_on", "starts_on"], name="absence_days")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="absence_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("backup__isnull", True),
                            models.Q(("backup", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="absence_backup_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("membre", "Membre"), ("responsable", "Responsable")],
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="envoyée le")),
                (
                    "expires_at",
                    models.DateTimeField(db_index=True, verbose_name="valable jusqu’au"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="acceptée le"),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation à rejoindre une organisation",
                "verbose_name_plural": "invitations à rejoindre une organisation",
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None)),
                        fields=("organisation", "email"),
                        name="organisation_invitation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("email", ""), _connector="XOR"),
                        name="organisation_invitation_forgets",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
