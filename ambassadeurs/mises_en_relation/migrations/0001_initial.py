import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("coproprietes", "0003_relations"),
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("rappel_3j", "Rappel à 3 jours"),
                            ("rappel_7j", "Rappel à 7 jours"),
                            ("alerte_agence", "Agence alertée à 10 jours"),
                            ("reproposition", "Reproposition à 14 jours"),
                            ("rappel_5jo", "Rappel à 5 jours ouvrés"),
                            ("alerte_collectivite", "Collectivité alertée à 14 jours"),
                            ("alerte_nationale", "Équipe nationale alertée à 30 jours"),
                            ("enquete_j2", "Enquête à 2 jours"),
                            ("enquete_j90", "Enquête à 90 jours"),
                        ],
                        max_length=20,
                        verbose_name="étape",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
            ],
            options={
                "verbose_name": "étape d’horloge",
                "verbose_name_plural": "étapes d’horloge",
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
            ],
            options={
                "verbose_name": "modèle de réponse",
                "verbose_name_plural": "modèles de réponse",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="ReportedMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("publie", "Publié"),
                            ("masque", "Masqué"),
                            ("supprime", "Supprimé par son auteur"),
                        ],
                        default="publie",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                ("created_at", models.DateTimeField(verbose_name="écrit le")),
            ],
            options={
                "verbose_name": "message signalé",
                "verbose_name_plural": "messages signalés",
            },
        ),
        migrations.CreateModel(
            name="StatusEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_partner_api", models.BooleanField(default=False)),
                (
                    "from_status",
                    models.CharField(
                        choices=[
                            ("a_traiter", "À traiter"),
                            ("recontacte", "Recontacté pour étude"),
                            ("proposition", "Proposition envoyée"),
                            ("vote", "Voté en assemblée générale"),
                            ("travaux", "Travaux en cours"),
                            ("raccorde", "Raccordé"),
                            ("non_realisable", "Non réalisable"),
                            ("abandonne", "Abandonné"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("a_traiter", "À traiter"),
                            ("recontacte", "Recontacté pour étude"),
                            ("proposition", "Proposition envoyée"),
                            ("vote", "Voté en assemblée générale"),
                            ("travaux", "Travaux en cours"),
                            ("raccorde", "Raccordé"),
                            ("non_realisable", "Non réalisable"),
                            ("abandonne", "Abandonné"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
            ],
            options={
                "verbose_name": "changement d’état",
                "verbose_name_plural": "changements d’état",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("rappel_3j", "Rappel à 3 jours"),
                            ("rappel_7j", "Rappel à 7 jours"),
                            ("alerte_agence", "Agence alertée à 10 jours"),
                            ("reproposition", "Reproposition à 14 jours"),
                            ("rappel_5jo", "Rappel à 5 jours ouvrés"),
                            ("alerte_collectivite", "Collectivité alertée à 14 jours"),
                            ("alerte_nationale", "Équipe nationale alertée à 30 jours"),
                            ("enquete_j2", "Enquête à 2 jours"),
                            ("enquete_j90", "Enquête à 90 jours"),
                        ],
                        max_length=20,
                        verbose_name="étape",
                    ),
                ),
                ("helpful", models.BooleanField(null=True, verbose_name="utile")),
                (
                    "stage",
                    models.CharField(blank=True, max_length=12, verbose_name="où en êtes-vous"),
                ),
                (
                    "comment",
                    models.TextField(blank=True, max_length=1000, verbose_name="commentaire"),
                ),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="envoyée le")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondue le")),
            ],
            options={
                "verbose_name": "enquête",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="durée (minutes)",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="places",
                    ),
                ),
                (
                    "meeting_point",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="lieu de rendez-vous"
                    ),
                ),
                (
                    "language",
                    models.CharField(default="français", max_length=40, verbose_name="langue"),
                ),
                (
                    "adviser_invited",
                    models.BooleanField(default=False, verbose_name="conseiller invité"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("propose", "Proposée"), ("annule", "Annulée"), ("tenu", "Tenue")],
                        default="propose",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, verbose_name="version du calendrier"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "host_reminded_at",
                    models.DateTimeField(null=True, verbose_name="hôte rappelé le"),
                ),
                (
                    "outcome_asked_at",
                    models.DateTimeField(null=True, verbose_name="issue demandée le"),
                ),
            ],
            options={
                "verbose_name": "visite",
                "ordering": ["starts_at", "pk"],
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
    ]
