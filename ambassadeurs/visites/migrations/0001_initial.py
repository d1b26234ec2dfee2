import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coproprietes", "0002_retours"),
        ("mises_en_relation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "survey_step",
                    models.CharField(
                        blank=True,
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
                        verbose_name="enquête envoyée",
                    ),
                ),
                (
                    "ambassadeur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="coproprietes.ambassadeur",
                    ),
                ),
            ],
            options={
                "verbose_name": "visite",
                "ordering": ["starts_at", "pk"],
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
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="envoyée le"
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondue le")),
                (
                    "demande",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="mises_en_relation.demande",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="surveys",
                        to="visites.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "enquête",
            },
        ),
        migrations.CreateModel(
            name="Booking",
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
                            ("demande", "Demandée"),
                            ("liste_attente", "Liste d’attente"),
                            ("confirme", "Confirmée"),
                            ("tenu", "Présent"),
                            ("absent", "Absent"),
                            ("annule", "Annulée"),
                        ],
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, verbose_name="version du calendrier"),
                ),
                (
                    "needs_approval",
                    models.BooleanField(default=False, verbose_name="accord de l’agence demandé"),
                ),
                ("booked_at", models.DateTimeField(auto_now_add=True, verbose_name="réservée le")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="annulée le")),
                (
                    "cancelled_late",
                    models.BooleanField(default=False, verbose_name="annulée trop tard"),
                ),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="rappelée le")),
                (
                    "demande",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to="mises_en_relation.demande",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="visites.visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "réservation",
                "ordering": ["booked_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["state", "starts_at"], name="visit_calendar"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                fields=("demande", "user", "step"), name="survey_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.UniqueConstraint(
                fields=("visit", "user", "step"), name="survey_once_per_visit"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("demande__isnull", True), ("visit__isnull", True), _connector="XOR"
                ),
                name="survey_of_thread_or_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                fields=("visit", "user"), name="booking_once_per_person"
            ),
        ),
    ]
