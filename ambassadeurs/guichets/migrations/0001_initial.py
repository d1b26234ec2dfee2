import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("coproprietes", "0001_initial"),
        ("demandes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                (
                    "person_number",
                    models.PositiveBigIntegerField(db_index=True, verbose_name="numéro de compte"),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("code", "Code de connexion envoyé"),
                            ("cloture", "Compte fermé à la demande de la personne"),
                            ("role", "Rôle changé"),
                        ],
                        max_length=10,
                        verbose_name="acte",
                    ),
                ),
                ("reason", models.TextField(verbose_name="raison")),
                (
                    "detail",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="précision"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "acte sur un compte",
                "verbose_name_plural": "actes sur des comptes",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=6, verbose_name="fin de la clé")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "is_proved",
                    models.BooleanField(
                        default=False, verbose_name="faite avec une seconde preuve"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_token",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé d’interface",
                "verbose_name_plural": "clés d’interface",
            },
        ),
        migrations.CreateModel(
            name="DeskOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                ("reason", models.TextField(max_length=500, verbose_name="raison")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("until", models.DateTimeField(verbose_name="jusqu’à")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_openings",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "ouverture d’un espace",
                "verbose_name_plural": "ouvertures d’espaces",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HelpCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_code",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "code d’aide à la connexion",
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudges",
                        to="demandes.demande",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "relance d’une collectivité",
                "verbose_name_plural": "relances des collectivités",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
                ("body", models.TextField(max_length=5000, verbose_name="texte")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reply_templates",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de réponse",
                "verbose_name_plural": "modèles de réponse",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ManagedBuilding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="ajouté le")),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="mesuré le"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copropriete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="managed",
                        to="coproprietes.copropriete",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="managed_buildings",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "immeuble géré",
                "verbose_name_plural": "immeubles gérés",
                "ordering": ["organisation", "pk"],
                "indexes": [
                    models.Index(fields=["organisation", "id"], name="managed_of"),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["id"],
                        name="managed_waiting",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
