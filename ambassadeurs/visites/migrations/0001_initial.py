import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "__first__"),
        ("coproprietes", "0001_initial"),
        ("demandes", "0001_initial"),
        ("moderation", "0001_initial"),
        ("territoires", "0001_initial"),
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
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("en_attente", "En attente de relecture"),
                            ("publie", "Publié"),
                            ("masque_auto", "Masqué en attendant une décision"),
                            ("a_modifier", "À modifier par son auteur"),
                            ("masque", "Masqué"),
                            ("retire", "Supprimé par la modération"),
                            ("supprime", "Supprimé par son auteur"),
                        ],
                        default="publie",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "locked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="fermé aux réponses le"
                    ),
                ),
                (
                    "limited_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="rendu moins visible le"
                    ),
                ),
                (
                    "caution",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="avertissement au-dessus du texte",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "first_public_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        null=True,
                        verbose_name="public pour la première fois le",
                    ),
                ),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
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
                (
                    "orphaned_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="hôte parti le"),
                ),
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
                            ("rappel_3j", "Premier rappel"),
                            ("rappel_7j", "Second rappel"),
                            ("alerte_agence", "Agence alertée"),
                            ("reproposition", "Reproposition"),
                            ("rappel_5jo", "Rappel à l’organisme"),
                            ("alerte_collectivite", "Collectivité alertée"),
                            ("alerte_nationale", "Équipe nationale alertée"),
                            ("enquete_j2", "Première enquête"),
                            ("enquete_j90", "Seconde enquête"),
                        ],
                        max_length=20,
                        verbose_name="enquête envoyée",
                    ),
                ),
                (
                    "ambassadeur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="coproprietes.ambassadeur",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.departement",
                    ),
                ),
                (
                    "hidden_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "labelled_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "limited_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
                (
                    "locked_for",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "visite",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["state", "starts_at"], name="visit_calendar"),
                    models.Index(
                        condition=models.Q(("adviser_invited", True), ("state", "propose")),
                        fields=["starts_at"],
                        name="visit_with_adviser",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        ("masque_auto", "a_modifier", "masque", "retire"),
                                    ),
                                    ("hidden_for__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("masque_auto", "a_modifier", "masque", "retire"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("hidden_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("locked_at__isnull", False), ("locked_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("locked_at__isnull", False), _negated=True),
                                    models.Q(("locked_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("limited_at__isnull", False), ("limited_for__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("limited_at__isnull", False), _negated=True),
                                    models.Q(("limited_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    models.Q(("caution", ""), _negated=True),
                                    ("labelled_for__isnull", False),
                                ),
                                models.Q(
                                    ("caution", ""),
                                    models.Q(("labelled_for__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="visit_restrictions_are_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "en_attente",
                                    "publie",
                                    "masque_auto",
                                    "a_modifier",
                                    "masque",
                                    "retire",
                                    "supprime",
                                ],
                            ),
                            models.Q(
                                ("first_public_at__isnull", False),
                                ("status", "en_attente"),
                                _negated=True,
                            ),
                            models.Q(
                                ("first_public_at__isnull", True),
                                ("status", "publie"),
                                _negated=True,
                            ),
                        ),
                        name="visit_state_is_known",
                    ),
                ],
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
                            ("rappel_3j", "Premier rappel"),
                            ("rappel_7j", "Second rappel"),
                            ("alerte_agence", "Agence alertée"),
                            ("reproposition", "Reproposition"),
                            ("rappel_5jo", "Rappel à l’organisme"),
                            ("alerte_collectivite", "Collectivité alertée"),
                            ("alerte_nationale", "Équipe nationale alertée"),
                            ("enquete_j2", "Première enquête"),
                            ("enquete_j90", "Seconde enquête"),
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
                        to="demandes.demande",
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
                "indexes": [models.Index(fields=["answered_at"], name="survey_answered_on")],
                "constraints": [
                    models.UniqueConstraint(fields=("demande", "user", "step"), name="survey_once"),
                    models.UniqueConstraint(
                        fields=("visit", "user", "step"), name="survey_once_per_visit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demande__isnull", True), ("visit__isnull", True), _connector="XOR"
                        ),
                        name="survey_of_thread_or_visit",
                    ),
                ],
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
                    "orphaned_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demande", "Demandée"),
                            ("liste_attente", "Liste d’attente"),
                            ("confirme", "Confirmée"),
                            ("tenu", "Présent"),
                            ("absent", "Absent"),
                            ("annule", "Annulée"),
                        ],
                        editable=False,
                        max_length=16,
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
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("booked_at", models.DateTimeField(auto_now_add=True, verbose_name="réservée le")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="annulée le")),
                (
                    "cancelled_late",
                    models.BooleanField(default=False, verbose_name="annulée trop tard"),
                ),
                ("reminded_at", models.DateTimeField(null=True, verbose_name="rappelée le")),
                ("place_told_at", models.DateTimeField(null=True, verbose_name="lieu envoyé le")),
                (
                    "demande",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bookings",
                        to="demandes.demande",
                    ),
                ),
                (
                    "taken_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="neighbours",
                        to="visites.booking",
                        verbose_name="prise avec",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "user"), name="booking_once_per_person"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
