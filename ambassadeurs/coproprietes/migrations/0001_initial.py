import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
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
        ("moderation", "0001_initial"),
        ("reseaux", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Copropriete",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom de la résidence")),
                ("quartier", models.CharField(blank=True, max_length=100, verbose_name="quartier")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("public_latitude", models.FloatField(blank=True, editable=False, null=True)),
                ("public_longitude", models.FloatField(blank=True, editable=False, null=True)),
                ("grid_x", models.IntegerField(editable=False, null=True)),
                ("grid_y", models.IntegerField(editable=False, null=True)),
                (
                    "lots",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10000),
                        ],
                        verbose_name="nombre de lots",
                    ),
                ),
                (
                    "dwellings",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="nombre de logements"
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("AVANT_1949", "Avant 1949"),
                            ("DE_1949_A_1960", "1949–1960"),
                            ("DE_1961_A_1974", "1961–1974"),
                            ("DE_1975_A_1993", "1975–1993"),
                            ("DE_1994_A_2000", "1994–2000"),
                            ("DE_2001_A_2010", "2001–2010"),
                            ("APRES_2011", "Depuis 2011"),
                            ("NON_CONNUE", "Non connue"),
                        ],
                        max_length=20,
                        verbose_name="période de construction",
                    ),
                ),
                (
                    "former_energy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gaz", "Gaz"),
                            ("fioul", "Fioul"),
                            ("electricite", "Électricité"),
                            ("reseau", "Réseau de chaleur"),
                            ("autre", "Autre"),
                        ],
                        max_length=12,
                        verbose_name="ancienne énergie",
                    ),
                ),
                (
                    "heating_mode",
                    models.CharField(
                        blank=True,
                        choices=[("collectif", "Collectif"), ("individuel", "Individuel")],
                        default="collectif",
                        max_length=12,
                        verbose_name="chauffage",
                    ),
                ),
                (
                    "connected_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="raccordée en",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("idee", "Idée"),
                            ("audit", "Audit ou étude"),
                            ("vote", "Vote en assemblée générale"),
                            ("travaux", "Travaux"),
                            ("raccorde", "Raccordé"),
                        ],
                        max_length=12,
                        verbose_name="étape",
                    ),
                ),
                (
                    "current_energy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gaz", "Gaz"),
                            ("fioul", "Fioul"),
                            ("electricite", "Électricité"),
                            ("reseau", "Réseau de chaleur"),
                            ("autre", "Autre"),
                        ],
                        max_length=12,
                        verbose_name="énergie de chauffage",
                    ),
                ),
                (
                    "hot_water",
                    models.CharField(
                        blank=True,
                        choices=[("collective", "Collective"), ("individuelle", "Individuelle")],
                        max_length=12,
                        verbose_name="eau chaude",
                    ),
                ),
                (
                    "boiler_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de la chaudière"
                    ),
                ),
                (
                    "boiler_power_kw",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="puissance de la chaudière (kW)"
                    ),
                ),
                (
                    "syndic_name",
                    models.CharField(blank=True, max_length=150, verbose_name="syndic"),
                ),
                (
                    "register_number",
                    models.CharField(
                        blank=True, max_length=9, verbose_name="numéro d’immatriculation"
                    ),
                ),
                (
                    "distance_m",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="distance (m)"
                    ),
                ),
                (
                    "in_pdp",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="dans un périmètre prioritaire"
                    ),
                ),
                ("measured_version", models.CharField(blank=True, editable=False, max_length=40)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="créée le"
                    ),
                ),
                (
                    "cost_before",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="€ par lot et par an avant"
                    ),
                ),
                (
                    "cost_after",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="€ par lot et par an après"
                    ),
                ),
                (
                    "cost_years",
                    models.CharField(blank=True, max_length=40, verbose_name="années comparées"),
                ),
                (
                    "cost_verified",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="coûts vérifiés"
                    ),
                ),
                (
                    "has_verified_figures",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="chiffres vérifiés"
                    ),
                ),
                (
                    "telling",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="ce qu’elle raconte"
                    ),
                ),
                (
                    "telling_counted_on",
                    models.DateField(editable=False, null=True, verbose_name="compté le"),
                ),
                (
                    "works_cost_per_lot",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="€ de travaux par lot, aides déduites"
                    ),
                ),
                ("quote", models.CharField(blank=True, max_length=240, verbose_name="citation")),
                (
                    "page_hidden_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="page masquée le"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="démonstration")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
                (
                    "nearest_reseau",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reseaux.reseau",
                    ),
                ),
                (
                    "page_hidden_for",
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
                    "reseau",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coproprietes",
                        to="reseaux.reseau",
                    ),
                ),
            ],
            options={
                "verbose_name": "copropriété",
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["reseau", "commune"], name="copropriete_place"),
                    models.Index(fields=["grid_x", "grid_y"], name="copropriete_grid"),
                    models.Index(
                        fields=["public_longitude", "public_latitude"], name="copropriete_public"
                    ),
                    models.Index(fields=["created_at"], name="copropriete_created"),
                    models.Index(
                        condition=models.Q(
                            ("connected_year__isnull", False),
                            ("page_hidden_at", None),
                            ("reseau__isnull", False),
                        ),
                        fields=["-telling", "-connected_year", "name", "id"],
                        name="copropriete_directory",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("page_hidden_at__isnull", False),
                                ("page_hidden_for__isnull", False),
                            ),
                            models.Q(
                                models.Q(("page_hidden_at__isnull", False), _negated=True),
                                models.Q(("page_hidden_for__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="copropriete_page_hiding_is_explained",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("connected_year__isnull", True),
                            ("reseau__isnull", False),
                            _connector="OR",
                        ),
                        name="copropriete_connected_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ambassadeur",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_name", models.CharField(max_length=40, verbose_name="prénom")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("conseil_syndical", "Conseil syndical"),
                            ("coproprietaire", "Copropriétaire"),
                            ("syndic", "Syndic"),
                        ],
                        max_length=20,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("en_attente", "En attente de vérification"),
                            ("verifie", "Vérifié"),
                            ("refuse", "Refusé"),
                            ("retire", "Retiré"),
                        ],
                        default="en_attente",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "takes_visits",
                    models.BooleanField(default=False, verbose_name="accepte des visites"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vérifié le"),
                ),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mandat jusqu’au"),
                ),
                (
                    "paused_until",
                    models.DateField(blank=True, null=True, verbose_name="en pause jusqu’au"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="motif du refus"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                (
                    "applied_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="demandé le"
                    ),
                ),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=20, verbose_name="version du mandat"),
                ),
                (
                    "consent_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consentement donné le"
                    ),
                ),
                (
                    "council_agreed_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="accord du conseil syndical du"
                    ),
                ),
                (
                    "proof",
                    models.FileField(
                        blank=True,
                        storage=socle.uploads.private_storage,
                        upload_to="justificatifs/%Y/%m/",
                        verbose_name="justificatif",
                    ),
                ),
                (
                    "proof_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="nom du justificatif"
                    ),
                ),
                ("proof_erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="décidé le"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retiré le"),
                ),
                ("claimed_facts", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "renewal_told_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="échéance annoncée le"
                    ),
                ),
                (
                    "renewal_asked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="renouvellement demandé le"
                    ),
                ),
                (
                    "expiry_told_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="fin annoncée le"),
                ),
                (
                    "max_open",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(20)],
                        verbose_name="demandes ouvertes à la fois",
                    ),
                ),
                (
                    "max_per_month",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[django.core.validators.MaxValueValidator(50)],
                        verbose_name="nouvelles demandes par mois",
                    ),
                ),
                (
                    "max_visits_per_month",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(10)],
                        verbose_name="visites par mois",
                    ),
                ),
                (
                    "max_visitors",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[django.core.validators.MaxValueValidator(30)],
                        verbose_name="visiteurs par visite",
                    ),
                ),
                (
                    "agency_wrote_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="mot de l’agence du"
                    ),
                ),
                (
                    "open_demandes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="demandes ouvertes"),
                ),
                (
                    "demandes_month",
                    models.CharField(blank=True, max_length=7, verbose_name="mois compté"),
                ),
                (
                    "demandes_this_month",
                    models.PositiveSmallIntegerField(default=0, verbose_name="demandes de ce mois"),
                ),
                (
                    "unanswered_in_a_row",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="sans réponse de suite"
                    ),
                ),
                (
                    "answered_count",
                    models.PositiveIntegerField(default=0, verbose_name="demandes répondues"),
                ),
                (
                    "median_answer_hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="délai médian (h)"
                    ),
                ),
                (
                    "claimed_reseau",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reseaux.reseau",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandats",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                    "agency_writer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copropriete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ambassadeurs",
                        to="coproprietes.copropriete",
                    ),
                ),
            ],
            options={
                "verbose_name": "ambassadeur",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        django.db.models.functions.comparison.Coalesce(
                            "renewal_asked_at", "applied_at"
                        ),
                        models.F("id"),
                        condition=models.Q(
                            ("status", "en_attente"),
                            models.Q(("renewal_asked_at__isnull", False), ("status", "verifie")),
                            _connector="OR",
                        ),
                        name="mandate_to_decide",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "copropriete"), name="ambassadeur_once_per_copropriete"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CoproprieteMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True, verbose_name="arrivée le")),
                (
                    "copropriete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="coproprietes.copropriete",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copropriete_memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "membre de la copropriété",
                "verbose_name_plural": "membres de la copropriété",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("copropriete", "user"), name="copropriete_member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_as", models.CharField(max_length=200, verbose_name="trouvée par")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="demandé le"
                    ),
                ),
                (
                    "copropriete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="coproprietes.copropriete",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "demande à participer",
                "verbose_name_plural": "demandes à participer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("copropriete", "user"), name="join_request_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="envoyée le"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="acceptée le")),
                (
                    "copropriete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="coproprietes.copropriete",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True)),
                        fields=("copropriete", "email"),
                        name="invitation_once_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetourExperience",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brouillon", "Brouillon"),
                            ("propose", "Proposé à la relecture"),
                            ("publie", "Publié"),
                        ],
                        default="brouillon",
                        max_length=12,
                        verbose_name="avancement",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=5000, verbose_name="pourquoi")),
                (
                    "convinced",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="qui il a fallu convaincre"
                    ),
                ),
                (
                    "objection",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="l’objection rencontrée"
                    ),
                ),
                (
                    "differently",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="ce que nous ferions autrement"
                    ),
                ),
                (
                    "regrets",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="ce qui s’est mal passé"
                    ),
                ),
                (
                    "again",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("oui", "Oui, nous le referions"),
                            ("autrement", "Oui, mais autrement"),
                            ("non", "Non, nous ne le referions pas"),
                        ],
                        max_length=10,
                        verbose_name="referiez-vous ce choix",
                    ),
                ),
                (
                    "quote",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="la phrase à retenir"
                    ),
                ),
                (
                    "months_from_idea",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="mois, de l’idée à la chaleur"
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="proposée le")),
                ("published_at", models.DateTimeField(null=True, verbose_name="publiée le")),
                ("review_note", models.TextField(blank=True, verbose_name="remarque du relecteur")),
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
                    "copropriete",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retours",
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
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revises",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revision",
                        to="coproprietes.retourexperience",
                    ),
                ),
            ],
            options={
                "verbose_name": "retour d’expérience",
                "verbose_name_plural": "retours d’expérience",
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
                        name="retourexperience_restrictions_are_explained",
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
                        name="retourexperience_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revises__isnull", True)),
                        fields=("copropriete",),
                        name="retour_once_per_copropriete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revises__isnull", True),
                            models.Q(("state", "publie"), _negated=True),
                            _connector="OR",
                        ),
                        name="retour_revision_is_not_public",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "image",
                    models.ImageField(
                        height_field="height",
                        storage=socle.uploads.private_storage,
                        upload_to="retours/%Y/%m/",
                        verbose_name="photo",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("alt", models.CharField(max_length=200, verbose_name="description")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "retour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="coproprietes.retourexperience",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("gaz_avant", "Énergie achetée avant : gaz"),
                            ("fioul_avant", "Énergie achetée avant : fioul"),
                            ("kwh_avant", "Énergie achetée avant, unité à préciser"),
                            ("kwh_apres", "Chaleur livrée après"),
                            ("puissance", "Puissance souscrite"),
                            ("cout_avant", "Coût du chauffage avant, par lot et par an"),
                            ("cout_apres", "Coût du chauffage après, par lot et par an"),
                            ("prix_reseau", "Prix de la chaleur du réseau"),
                            ("travaux_brut", "Coût des travaux avant aides, par lot"),
                            ("travaux_net", "Coût des travaux après aides, par lot"),
                        ],
                        max_length=30,
                        verbose_name="donnée",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="valeur"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "proof_kind",
                    models.CharField(blank=True, max_length=100, verbose_name="justificatif"),
                ),
                (
                    "verified_for",
                    models.CharField(blank=True, max_length=200, verbose_name="au nom de"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vérifiée le"),
                ),
                (
                    "proof",
                    models.FileField(
                        blank=True,
                        storage=socle.uploads.private_storage,
                        upload_to="justificatifs-chiffres/%Y/%m/",
                        verbose_name="document",
                    ),
                ),
                (
                    "proof_name",
                    models.CharField(blank=True, max_length=150, verbose_name="nom du document"),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="coproprietes.retourexperience",
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffre",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("retour", "key", "year"), name="figure_once_per_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ToldConnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(default=dict, verbose_name="avant")),
                (
                    "told_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="annoncé le"
                    ),
                ),
                (
                    "copropriete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told_connection",
                        to="coproprietes.copropriete",
                        verbose_name="copropriété",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comptes.organisation",
                        verbose_name="exploitant",
                    ),
                ),
            ],
            options={
                "verbose_name": "raccordement annoncé",
                "verbose_name_plural": "raccordements annoncés",
            },
        ),
        migrations.CreateModel(
            name="Fiche",
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
                    "copropriete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fiche",
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
                "verbose_name": "page d’une copropriété",
                "verbose_name_plural": "pages des copropriétés",
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
                        name="fiche_restrictions_are_explained",
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
                        name="fiche_state_is_known",
                    ),
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
