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
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("membership", "Rejoindre l’organisation"),
                            ("identity", "Changer d’identité ProConnect"),
                        ],
                        max_length=20,
                        verbose_name="nature",
                    ),
                ),
                ("way", models.CharField(max_length=20, verbose_name="fournisseur")),
                (
                    "uid",
                    models.CharField(blank=True, max_length=191, verbose_name="nouvelle identité"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En attente"),
                            ("accepted", "Acceptée"),
                            ("refused", "Refusée"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="demandé le")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_requests",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "demande d’accès",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "membership"), ("organisation__isnull", False), ("uid", "")
                            ),
                            models.Q(
                                ("kind", "identity"),
                                ("organisation", None),
                                models.Q(("uid", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="access_request_says_what",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "membership")),
                        fields=("user", "organisation"),
                        name="access_request_one_a_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "identity")),
                        fields=("user", "way", "uid"),
                        name="access_request_one_an_identity",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
