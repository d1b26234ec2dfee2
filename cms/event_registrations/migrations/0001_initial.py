import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cms_pages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="nom")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("demandee", "À confirmer par courriel"),
                            ("inscrite", "A une place"),
                            ("attente", "Sur liste d’attente"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandée le")),
                ("joined_at", models.DateTimeField(null=True, verbose_name="confirmée le")),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="rappelée le")),
                ("told_title", models.CharField(max_length=255, verbose_name="rendez-vous")),
                ("told_starts_at", models.DateTimeField(verbose_name="début annoncé")),
                ("told_ends_at", models.DateTimeField(db_index=True, verbose_name="fin annoncée")),
                (
                    "told_place",
                    models.CharField(blank=True, max_length=200, verbose_name="lieu annoncé"),
                ),
                (
                    "told_online_url",
                    models.URLField(blank=True, verbose_name="adresse en ligne annoncée"),
                ),
                (
                    "told_off",
                    models.BooleanField(default=False, verbose_name="annulation annoncée"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="registrations",
                        to="cms_pages.eventpage",
                        verbose_name="rendez-vous",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription à un rendez-vous",
                "verbose_name_plural": "inscriptions aux rendez-vous",
                "ordering": ["joined_at", "pk"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["state", "asked_at"], name="registration_unconfirmed")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "user"), name="registration_once_an_account"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=("event", "email"),
                        name="registration_once_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", None), ("email", ""), _connector="XOR"),
                        name="registration_of_account_or_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "demandee"), ("joined_at__isnull", False), _connector="XOR"
                        ),
                        name="registration_joined_once_confirmed",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
