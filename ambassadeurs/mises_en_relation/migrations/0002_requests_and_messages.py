import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ambassadeurs.coproprietes.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("mises_en_relation", "0001_initial"),
        ("comptes", "0001_initial"),
        ("coproprietes", "0003_relations"),
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "réservation",
                "ordering": ["booked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_requester", models.BooleanField(verbose_name="de la personne qui demande")),
                ("body", models.TextField(max_length=5000, verbose_name="message")),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("hidden_at", models.DateTimeField(null=True, verbose_name="masqué le")),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="envoyé le")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=ambassadeurs.coproprietes.uploads.private_storage,
                        upload_to="mises_en_relation/%Y/%m/",
                        verbose_name="fichier",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField(verbose_name="octets")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="mises_en_relation.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce jointe",
                "verbose_name_plural": "pièces jointes",
            },
        ),
        migrations.CreateModel(
            name="MiseEnRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ambassadeur", "Ambassadeur"),
                            ("exploitant", "Exploitant du réseau"),
                            ("agence", "Agence locale de l’énergie"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("question", "Poser une question"),
                            ("visite", "Visiter la chaufferie"),
                            ("rendez_vous", "Demander un rendez-vous"),
                            ("devis", "Demander un devis"),
                            ("conseil", "Demander un conseil"),
                        ],
                        max_length=12,
                        verbose_name="objet",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("en_attente", "En attente de réponse"),
                            ("en_cours", "En cours"),
                            ("close", "Close"),
                        ],
                        default="en_attente",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "desk_status",
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
                        default="a_traiter",
                        max_length=16,
                        verbose_name="suivi",
                    ),
                ),
                (
                    "desk_comment",
                    models.TextField(blank=True, verbose_name="commentaire de l’exploitant"),
                ),
                ("sent", models.JSONField(default=dict, verbose_name="ce qui a été envoyé")),
                (
                    "sent_dwellings",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="logements"
                    ),
                ),
                (
                    "sent_distance_m",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="distance (m)"
                    ),
                ),
                (
                    "sent_boiler_year",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="année de la chaudière"
                    ),
                ),
                (
                    "sent_energy",
                    models.CharField(
                        blank=True, editable=False, max_length=30, verbose_name="énergie"
                    ),
                ),
                (
                    "sent_text",
                    models.TextField(blank=True, editable=False, verbose_name="texte de recherche"),
                ),
                (
                    "consent_text",
                    models.TextField(blank=True, verbose_name="texte du consentement"),
                ),
                (
                    "consent_version",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="version du consentement"
                    ),
                ),
                (
                    "consent_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consentement donné le"
                    ),
                ),
                ("requester_shares_contact", models.BooleanField(default=False)),
                ("recipient_shares_contact", models.BooleanField(default=False)),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("created_at", models.DateTimeField(verbose_name="demandée le")),
                (
                    "first_answer_at",
                    models.DateTimeField(null=True, verbose_name="première réponse le"),
                ),
                ("last_act_at", models.DateTimeField(verbose_name="dernier acte le")),
                (
                    "updated_at",
                    models.DateTimeField(auto_now=True, db_index=True, verbose_name="modifiée le"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="close le")),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("demandeur", "Close par la personne"),
                            ("destinataire", "Close par le destinataire"),
                            ("repropose", "Reproposée à un autre ambassadeur"),
                            ("retrait", "Le destinataire s’est retiré"),
                        ],
                        max_length=12,
                        verbose_name="motif de clôture",
                    ),
                ),
                ("thanked_at", models.DateTimeField(null=True, verbose_name="remerciée le")),
                (
                    "ambassadeur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mises_en_relation",
                        to="coproprietes.ambassadeur",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
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
                    "copropriete",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mises_en_relation",
                        to="coproprietes.copropriete",
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mises_en_relation",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "reoffered_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reoffers",
                        to="mises_en_relation.miseenrelation",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mises_en_relation",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mise en relation",
                "verbose_name_plural": "mises en relation",
                "ordering": ["-last_act_at", "-pk"],
            },
        ),
    ]
