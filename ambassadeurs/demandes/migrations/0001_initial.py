import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import socle.uploads
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("comptes", "__first__"),
        ("coproprietes", "0001_initial"),
        ("moderation", "0001_initial"),
        ("reseaux", "0001_initial"),
        ("territoires", "0001_initial"),
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
                            ("reunion", "Inviter à une réunion"),
                            ("rendez_vous", "Demander un rendez-vous"),
                            ("devis", "Demander un devis"),
                            ("conseil", "Demander un conseil"),
                        ],
                        max_length=12,
                        verbose_name="objet",
                    ),
                ),
                (
                    "added_purpose",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "Poser une question"),
                            ("visite", "Visiter la chaufferie"),
                            ("reunion", "Inviter à une réunion"),
                            ("rendez_vous", "Demander un rendez-vous"),
                            ("devis", "Demander un devis"),
                            ("conseil", "Demander un conseil"),
                        ],
                        max_length=12,
                        verbose_name="objet ajouté",
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
                    "shared_with_members_at",
                    models.DateTimeField(
                        blank=True,
                        null=True,
                        verbose_name="lisible par les membres de la copropriété depuis le",
                    ),
                ),
                (
                    "replaced_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="remplacée le"),
                ),
                (
                    "submission_key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("batch", models.UUIDField(editable=False, null=True, verbose_name="envoi groupé")),
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
                            ("repropose", "Restée sans réponse"),
                            ("retrait", "Le destinataire s’est retiré"),
                        ],
                        max_length=12,
                        verbose_name="motif de clôture",
                    ),
                ),
                ("thanked_at", models.DateTimeField(null=True, verbose_name="remerciée le")),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
                ),
                (
                    "told_from",
                    models.DateTimeField(editable=False, null=True, verbose_name="dite dès le"),
                ),
                (
                    "follow_up_on",
                    models.DateField(blank=True, null=True, verbose_name="à relancer le"),
                ),
                (
                    "follow_up_told_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="relance dite le"),
                ),
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
                        to="demandes.demande",
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
                "indexes": [
                    models.Index(
                        fields=["organisation", "desk_status", "created_at"], name="demande_desk"
                    ),
                    models.Index(fields=["requester", "-last_act_at"], name="demande_mine"),
                    models.Index(fields=["state", "created_at"], name="demande_clock"),
                    models.Index(fields=["ambassadeur", "state"], name="demande_ambassadeur"),
                    models.Index(fields=["created_at"], name="demande_asked_on"),
                    models.Index(fields=["reopened_at"], name="demande_reopened_on"),
                    models.Index(fields=["first_answer_at"], name="demande_answered_on"),
                    models.Index(
                        models.F("organisation"),
                        models.Case(
                            models.When(state="en_attente", then=models.Value(-1)),
                            models.When(desk_status="a_traiter", then=models.Value(0)),
                            models.When(desk_status="recontacte", then=models.Value(1)),
                            models.When(desk_status="proposition", then=models.Value(2)),
                            models.When(desk_status="vote", then=models.Value(3)),
                            models.When(desk_status="travaux", then=models.Value(4)),
                            models.When(desk_status="raccorde", then=models.Value(5)),
                            models.When(desk_status="non_realisable", then=models.Value(6)),
                            models.When(desk_status="abandonne", then=models.Value(7)),
                            default=models.Value(8),
                            output_field=models.SmallIntegerField(),
                        ),
                        models.F("created_at"),
                        models.F("id"),
                        name="demande_turn",
                    ),
                    models.Index(
                        models.F("organisation"),
                        models.Case(
                            models.When(state="en_attente", then=models.Value(0)),
                            default=models.Value(1),
                            output_field=models.SmallIntegerField(),
                        ),
                        models.F("created_at"),
                        models.F("id"),
                        models.F("kind"),
                        condition=models.Q(("state", "close"), _negated=True),
                        name="demande_advice",
                    ),
                    models.Index(
                        fields=["organisation", "-last_act_at", "-id"], name="demande_received"
                    ),
                    models.Index(fields=["organisation", "-updated_at"], name="demande_moved"),
                    models.Index(
                        condition=models.Q(("follow_up_on__isnull", False)),
                        fields=["organisation", "follow_up_on"],
                        name="demande_come_back",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "exploitant"), _negated=True),
                            ("consent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="demande_operator_needs_consent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "close"), _negated=True),
                            models.Q(
                                ("desk_status__in", ("non_realisable", "abandonne")), _negated=True
                            ),
                            ("replaced_at__isnull", True),
                            models.Q(
                                ("purpose", "rendez_vous"),
                                ("added_purpose", "rendez_vous"),
                                _connector="OR",
                            ),
                        ),
                        fields=("copropriete", "organisation"),
                        name="demande_one_open_rendez_vous",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "close"), _negated=True),
                            models.Q(
                                ("desk_status__in", ("non_realisable", "abandonne")), _negated=True
                            ),
                            ("replaced_at__isnull", True),
                            models.Q(
                                ("purpose", "devis"), ("added_purpose", "devis"), _connector="OR"
                            ),
                        ),
                        fields=("copropriete", "organisation"),
                        name="demande_one_open_devis",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "close"), _negated=True),
                            models.Q(
                                ("desk_status__in", ("non_realisable", "abandonne")), _negated=True
                            ),
                            ("replaced_at__isnull", True),
                            models.Q(
                                ("purpose", "conseil"),
                                ("added_purpose", "conseil"),
                                _connector="OR",
                            ),
                        ),
                        fields=("copropriete", "organisation"),
                        name="demande_one_open_conseil",
                    ),
                ],
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
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clock",
                        to="demandes.demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’horloge",
                "verbose_name_plural": "étapes d’horloge",
                "constraints": [
                    models.UniqueConstraint(fields=("demande", "step"), name="clock_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="depuis le")),
                (
                    "blocked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blocker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "demande",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="demandes.demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "blocage",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("blocker", "blocked"), name="block_once"),
                    models.CheckConstraint(
                        condition=models.Q(("blocker", models.F("blocked")), _negated=True),
                        name="block_somebody_else",
                    ),
                ],
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
                    "shown_from",
                    models.DateTimeField(editable=False, null=True, verbose_name="montré dès le"),
                ),
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
                        to="demandes.demande",
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
            ],
            options={
                "verbose_name": "message",
                "ordering": ["sent_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hidden_at__isnull", False), ("hidden_for__isnull", False)),
                            models.Q(
                                models.Q(("hidden_at__isnull", False), _negated=True),
                                models.Q(("hidden_for__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="message_hiding_is_explained",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_partner_api", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reponse", "vient de répondre"),
                            ("suivi", "vient de changer le suivi"),
                            ("cloture", "vient de clore l’échange"),
                            ("confier", "vient de confier la demande"),
                            ("relance", "vient de changer le jour où y revenir"),
                            ("annulation", "vient d’annuler ce qui avait été fait"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("changed", models.JSONField(default=dict, verbose_name="ce qui a changé")),
                ("keys", models.JSONField(default=list, verbose_name="ce qui a été dit")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("until", models.DateTimeField(null=True, verbose_name="reprise possible jusqu’à")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="repris le")),
                (
                    "connects_at",
                    models.DateTimeField(null=True, verbose_name="raccorde l’immeuble à partir de"),
                ),
                ("connected_on", models.DateField(null=True, verbose_name="jour du raccordement")),
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
                        related_name="acts",
                        to="demandes.demande",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="demandes.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "acte d’un organisme",
                "verbose_name_plural": "actes des organismes",
                "ordering": ["version"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("connects_at__isnull", False)),
                        fields=["connects_at"],
                        name="desk_act_connects",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("demande", "version"), name="desk_act_once")
                ],
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
                        upload_to="demandes/%Y/%m/",
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
                        to="demandes.message",
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
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reported",
                        to="demandes.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "message signalé",
                "verbose_name_plural": "messages signalés",
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
                        name="reportedmessage_restrictions_are_explained",
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
                        name="reportedmessage_state_is_known",
                    ),
                ],
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
                        to="demandes.demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "changement d’état",
                "verbose_name_plural": "changements d’état",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["to_status", "at"], name="status_event_on")],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="depuis le")),
                (
                    "demande",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="demandes.demande",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "membre qui suit une demande",
                "verbose_name_plural": "membres qui suivent une demande",
                "constraints": [
                    models.UniqueConstraint(fields=("demande", "user"), name="follower_once")
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
