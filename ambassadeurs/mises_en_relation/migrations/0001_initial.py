import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import socle.uploads


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0002_closed_accounts"),
        ("coproprietes", "0002_retours"),
        ("reseaux", "0001_initial"),
        ("territoires", "0002_load_geography"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Demande",
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
                (
                    "consent_withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consentement retiré le"
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
                    "reopened_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="rouverte sans réponse le"
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="effacée le"),
                ),
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
                        related_name="demandes",
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
                        related_name="demandes",
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
                        related_name="demandes",
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
                        to="mises_en_relation.demande",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="demandes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reseau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demandes",
                        to="reseaux.reseau",
                    ),
                ),
            ],
            options={
                "verbose_name": "mise en relation",
                "verbose_name_plural": "mises en relation",
                "ordering": ["-last_act_at", "-pk"],
            },
        ),
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
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock",
                        to="mises_en_relation.demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’horloge",
                "verbose_name_plural": "étapes d’horloge",
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
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="mises_en_relation.demande",
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
                        storage=socle.uploads.private_storage,
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
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported",
                        to="mises_en_relation.message",
                    ),
                ),
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
                        related_name="events",
                        to="mises_en_relation.demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’état",
                "verbose_name_plural": "changements d’état",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="demande",
            index=models.Index(
                fields=["organisation", "desk_status", "created_at"], name="demande_desk"
            ),
        ),
        migrations.AddIndex(
            model_name="demande",
            index=models.Index(fields=["requester", "-last_act_at"], name="demande_mine"),
        ),
        migrations.AddIndex(
            model_name="demande",
            index=models.Index(fields=["state", "created_at"], name="demande_clock"),
        ),
        migrations.AddIndex(
            model_name="demande",
            index=models.Index(fields=["ambassadeur", "state"], name="demande_ambassadeur"),
        ),
        migrations.AddConstraint(
            model_name="demande",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "exploitant"), _negated=True),
                    ("consent_at__isnull", False),
                    _connector="OR",
                ),
                name="demande_operator_needs_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockevent",
            constraint=models.UniqueConstraint(fields=("demande", "step"), name="clock_once"),
        ),
    ]
