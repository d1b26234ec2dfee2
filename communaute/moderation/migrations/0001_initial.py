import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("comptes", "__first__"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("territoires", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        # Libraries first, while there are few models: each change of one draws anew all it is tied to.
        ("account", "0009_emailaddress_unique_primary_email"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("dsfr", "0012_dsfrconfig_notice_description_and_more"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailembeds", "0009_embed_cache_until"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(default=0, verbose_name="rang")),
                (
                    "digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="scellé de la dernière ligne"
                    ),
                ),
                (
                    "since",
                    models.PositiveBigIntegerField(default=1, verbose_name="tenue depuis la ligne"),
                ),
                ("key_id", models.CharField(max_length=8, verbose_name="clé du scellé")),
                ("seal", models.CharField(max_length=64, verbose_name="scellé")),
            ],
            options={
                "verbose_name": "tête du journal",
            },
        ),
        migrations.CreateModel(
            name="SummaryDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="jour")),
            ],
            options={
                "verbose_name": "récapitulatif des modérateurs",
                "verbose_name_plural": "récapitulatifs des modérateurs",
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ouvert", "À traiter"),
                            ("en_examen", "En cours d’examen"),
                            ("decide", "Décidé"),
                        ],
                        default="ouvert",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("snapshot", models.TextField(verbose_name="texte signalé")),
                (
                    "notices_count",
                    models.PositiveIntegerField(default=0, verbose_name="signalements"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ouvert le"
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="à décider avant le")),
                (
                    "passed_why",
                    models.TextField(blank=True, default="", verbose_name="confié parce que"),
                ),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="pris le")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="clos le")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "gravity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Peu grave"), (2, "Gênant"), (3, "Grave"), (4, "Très grave")],
                        default=2,
                        verbose_name="gravité",
                    ),
                ),
                (
                    "text_key",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="même texte"
                    ),
                ),
                (
                    "link_key",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="même lien"
                    ),
                ),
                ("group", models.PositiveBigIntegerField(null=True, verbose_name="groupe")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("responsable", "Responsable de l’agence"),
                            ("voisine", "Agence voisine"),
                            ("nationale", "Équipe nationale"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="confié",
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("urgent", "Urgent"),
                            ("relecture", "À relire avant publication"),
                            ("ordinaire", "Ordinaire"),
                        ],
                        default="ordinaire",
                        max_length=12,
                        verbose_name="rythme",
                    ),
                ),
                (
                    "comes_first",
                    models.PositiveSmallIntegerField(default=0, verbose_name="en tête de file"),
                ),
                (
                    "auto_hidden_at",
                    models.DateTimeField(null=True, verbose_name="masqué d’office le"),
                ),
                (
                    "shown_again_at",
                    models.DateTimeField(null=True, verbose_name="remontré faute de décision le"),
                ),
                (
                    "late_told_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="retard annoncé le"
                    ),
                ),
                (
                    "hidden_told_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="alerte donnée le"
                    ),
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
                    "claimed_by",
                    models.ForeignKey(
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
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contenttypes.contenttype"
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
                    "entrusted_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                        verbose_name="confié à",
                    ),
                ),
                (
                    "kept_away",
                    models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "verbose_name": "dossier",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="case_queue"),
                    models.Index(
                        condition=models.Q(("status__in", ["ouvert", "en_examen"])),
                        fields=["-comes_first", "due_at", "id"],
                        name="case_first",
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce("group", "id"),
                        name="case_line",
                    ),
                    models.Index(
                        condition=models.Q(("text_key", ""), _negated=True),
                        fields=["text_key"],
                        name="case_same_text",
                    ),
                    models.Index(
                        condition=models.Q(("link_key", ""), _negated=True),
                        fields=["link_key"],
                        name="case_same_link",
                    ),
                    models.Index(
                        condition=models.Q(("group__isnull", False)),
                        fields=["group"],
                        name="case_group",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["ouvert", "en_examen"])),
                        fields=("content_type", "object_id"),
                        name="case_one_open_per_target",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("garder", "Laisser en ligne"),
                            ("approuver", "Publier"),
                            ("modifier", "Demander une modification"),
                            ("masquer", "Masquer"),
                            ("supprimer", "Supprimer"),
                            ("verrouiller", "Fermer aux réponses"),
                            ("deplacer", "Déplacer"),
                            ("limiter", "Limiter la visibilité"),
                            ("etiqueter", "Ajouter un avertissement au-dessus du texte"),
                            ("masquer_auto", "Masquer en attendant une décision"),
                            ("sanctionner", "Prendre une mesure envers la personne"),
                            ("retablir", "Rétablir"),
                            ("annuler", "Annuler la décision qui vient d’être prise"),
                            ("lever", "Mettre fin à la mesure"),
                        ],
                        max_length=12,
                        verbose_name="décision",
                    ),
                ),
                (
                    "sanction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rappel", "Rappel des règles"),
                            ("avertissement", "Avertissement"),
                            ("relecture", "Textes relus avant publication"),
                            ("lecture_seule", "Lecture seule"),
                            ("messages", "Messages privés suspendus"),
                            ("suspension", "Compte suspendu"),
                            ("cloture", "Compte fermé"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="mesure envers la personne",
                    ),
                ),
                (
                    "detail",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="précision"
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True, verbose_name="jusqu’au")),
                (
                    "status_before",
                    models.CharField(
                        blank=True, default="", max_length=12, verbose_name="état d’avant"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note interne")),
                (
                    "decided_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="décidé le"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="moderation.case",
                    ),
                ),
                (
                    "decided_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="comptes.organisation",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="moderation.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "ordering": ["decided_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "sanctionner"), models.Q(("sanction", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("kind", "sanctionner"), _negated=True), ("sanction", "")
                            ),
                            _connector="OR",
                        ),
                        name="decision_names_its_sanction",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ModerationLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveBigIntegerField(unique=True, verbose_name="rang")),
                (
                    "actor_number",
                    models.PositiveBigIntegerField(null=True, verbose_name="numéro de compte"),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("signalement", "Signalement reçu"),
                            ("relecture", "À relire, sans signalement"),
                            ("prise", "Dossier pris en charge"),
                            ("lecture", "Message privé lu par la modération"),
                            ("remise", "Dossier remis dans la file"),
                            ("deplacement", "Dossier passé à un autre territoire"),
                            ("ouverture", "Dossier ouvert sans signalement"),
                            ("reprise", "Dossier repris à un collègue"),
                            ("passage", "Dossier passé à un collègue"),
                            ("escalade", "Dossier confié à d’autres"),
                            ("garder", "Décision : ne rien restreindre"),
                            ("approuver", "Décision : publier"),
                            ("modifier", "Décision : demander une modification"),
                            ("masquer", "Décision : masquer"),
                            ("supprimer", "Décision : supprimer"),
                            ("verrouiller", "Décision : fermer aux réponses"),
                            ("deplacer", "Décision : déplacer"),
                            ("limiter", "Décision : limiter la visibilité"),
                            ("etiqueter", "Décision : ajouter un avertissement"),
                            ("masquer_auto", "Masqué automatiquement, en attendant une décision"),
                            ("sanctionner", "Décision : mesure envers la personne"),
                            ("retablir", "Décision : rétablir"),
                            ("annuler", "Décision annulée aussitôt"),
                            ("lever", "Décision : fin de la mesure"),
                            ("proposition", "Décision proposée à une deuxième personne"),
                            ("refus", "Proposition écartée"),
                            ("modifie", "Texte modifié par son auteur, à relire"),
                            ("fin_mesure", "Mesure arrivée à son terme"),
                            ("contestation", "Rien n’était restreint : nouvelle lecture demandée"),
                            ("remontre", "Remontré : personne n’avait décidé à temps"),
                            (
                                "contournement",
                                "Compte créé pendant une mesure envers la même adresse",
                            ),
                            ("recours", "Recours déposé"),
                            ("recours_accepte", "Recours accepté"),
                            ("recours_reforme", "Recours accepté en partie : décision plus légère"),
                            ("recours_rejete", "Recours non accepté"),
                        ],
                        max_length=60,
                        verbose_name="acte",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="détail")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "key_id",
                    models.CharField(default="", max_length=8, verbose_name="clé du scellé"),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="scellé")),
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
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="moderation.case",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="moderation.decision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal de modération",
                "verbose_name_plural": "journal de modération",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "puid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="numéro"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            (
                                "danger",
                                "Quelqu’un est en danger (menace de mort, violence sur un enfant)",
                            ),
                            ("illegal", "Contenu illégal (haine, menace, escroquerie…)"),
                            ("donnees", "Données personnelles de quelqu’un"),
                            ("commercial", "Publicité ou démarchage"),
                            ("faux", "Information fausse ou trompeuse"),
                            ("hors_sujet", "Hors sujet"),
                            ("irrespect", "Propos irrespectueux"),
                            ("autre", "Autre raison"),
                        ],
                        max_length=12,
                        verbose_name="raison",
                    ),
                ),
                ("explanation", models.TextField(max_length=2000, verbose_name="explication")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("visiteur", "Une personne sans compte"),
                            ("usager", "Une personne qui a un compte"),
                            ("agence", "Une agence, ou l’équipe nationale"),
                            ("confiance", "Un signaleur de confiance"),
                            ("autorite", "Une autorité"),
                            ("automatique", "Un programme"),
                        ],
                        default="usager",
                        max_length=12,
                        verbose_name="à titre de",
                    ),
                ),
                (
                    "legal_ref",
                    models.CharField(
                        blank=True, default="", max_length=300, verbose_name="loi invoquée"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="référence de l’ordre"
                    ),
                ),
                ("batch", models.UUIDField(editable=False, null=True, verbose_name="envoi")),
                (
                    "reporter_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("visitor_key", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                ),
                ("told_at", models.DateTimeField(null=True, verbose_name="suite annoncée le")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="moderation.case",
                    ),
                ),
                (
                    "contests",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contested_by",
                        to="moderation.notice",
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signalement",
                "ordering": ["received_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reporter__isnull", False)),
                        fields=("case", "reporter"),
                        name="notice_once_per_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("visitor_key", ""), _negated=True),
                        fields=("case", "visitor_key"),
                        name="notice_once_per_visitor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                            ("garder", "Laisser en ligne"),
                            ("approuver", "Publier"),
                            ("modifier", "Demander une modification"),
                            ("masquer", "Masquer"),
                            ("supprimer", "Supprimer"),
                            ("verrouiller", "Fermer aux réponses"),
                            ("deplacer", "Déplacer"),
                            ("limiter", "Limiter la visibilité"),
                            ("etiqueter", "Ajouter un avertissement au-dessus du texte"),
                            ("masquer_auto", "Masquer en attendant une décision"),
                            ("sanctionner", "Prendre une mesure envers la personne"),
                            ("retablir", "Rétablir"),
                            ("annuler", "Annuler la décision qui vient d’être prise"),
                            ("lever", "Mettre fin à la mesure"),
                        ],
                        max_length=12,
                        verbose_name="décision",
                    ),
                ),
                (
                    "sanction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rappel", "Rappel des règles"),
                            ("avertissement", "Avertissement"),
                            ("relecture", "Textes relus avant publication"),
                            ("lecture_seule", "Lecture seule"),
                            ("messages", "Messages privés suspendus"),
                            ("suspension", "Compte suspendu"),
                            ("cloture", "Compte fermé"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="mesure",
                    ),
                ),
                ("hours", models.PositiveIntegerField(null=True, verbose_name="durée, en heures")),
                ("facts", models.TextField(verbose_name="faits retenus")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("illegal", "Contenu contraire à la loi"),
                            ("cgu", "Contenu contraire aux conditions d’utilisation"),
                        ],
                        max_length=12,
                        verbose_name="fondement",
                    ),
                ),
                ("rule", models.CharField(max_length=300, verbose_name="texte ou règle")),
                (
                    "rule_code",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="code de la règle"
                    ),
                ),
                (
                    "rule_version",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="version de la règle"
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, default="", verbose_name="en quoi le texte y contrevient"
                    ),
                ),
                (
                    "also_illegal",
                    models.BooleanField(default=False, verbose_name="aussi contraire à la loi"),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "danger",
                                "Quelqu’un est en danger (menace de mort, violence sur un enfant)",
                            ),
                            ("illegal", "Contenu illégal (haine, menace, escroquerie…)"),
                            ("donnees", "Données personnelles de quelqu’un"),
                            ("commercial", "Publicité ou démarchage"),
                            ("faux", "Information fausse ou trompeuse"),
                            ("hors_sujet", "Hors sujet"),
                            ("irrespect", "Propos irrespectueux"),
                            ("autre", "Autre raison"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="catégorie",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note interne")),
                (
                    "seen",
                    models.CharField(
                        blank=True, default="", max_length=16, verbose_name="texte lu"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposée le"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="close le")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="moderation.case",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="moderation.decision",
                    ),
                ),
                (
                    "declined_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "décision proposée",
                "verbose_name_plural": "décisions proposées",
                "ordering": ["proposed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("case", "kind", "sanction"),
                        name="proposal_one_open_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementOfReasons",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "puid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="numéro"
                    ),
                ),
                (
                    "content_label",
                    models.CharField(max_length=40, verbose_name="nature du contenu"),
                ),
                ("content_created_at", models.DateTimeField(verbose_name="date du contenu")),
                (
                    "content_url",
                    models.CharField(max_length=300, verbose_name="adresse du contenu"),
                ),
                ("language", models.CharField(default="fr", max_length=8, verbose_name="langue")),
                ("excerpt", models.TextField(verbose_name="texte visé")),
                ("restriction", models.CharField(max_length=200, verbose_name="mesure")),
                (
                    "visibility",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("supprime", "Contenu supprimé"),
                            ("inaccessible", "Contenu rendu inaccessible"),
                            ("limite", "Contenu rendu moins visible"),
                            ("etiquete", "Contenu accompagné d’un avertissement"),
                            ("autre", "Autre restriction"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="visibilité",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("partielle", "Suspension d’une partie du service"),
                            ("totale", "Suspension de tout le service"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="service",
                    ),
                ),
                (
                    "account",
                    models.CharField(
                        blank=True,
                        choices=[("suspendu", "Compte suspendu"), ("ferme", "Compte fermé")],
                        default="",
                        max_length=12,
                        verbose_name="compte",
                    ),
                ),
                (
                    "territorial_scope",
                    models.CharField(default="France", max_length=60, verbose_name="portée"),
                ),
                ("applies_from", models.DateTimeField(verbose_name="à compter du")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="jusqu’au")),
                ("facts", models.TextField(verbose_name="faits retenus")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("illegal", "Contenu contraire à la loi"),
                            ("cgu", "Contenu contraire aux conditions d’utilisation"),
                        ],
                        max_length=12,
                        verbose_name="fondement",
                    ),
                ),
                ("rule", models.CharField(max_length=300, verbose_name="texte ou règle")),
                (
                    "rule_code",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="code de la règle"
                    ),
                ),
                (
                    "rule_version",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="version de la règle"
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, default="", verbose_name="en quoi le texte y contrevient"
                    ),
                ),
                (
                    "also_illegal",
                    models.BooleanField(default=False, verbose_name="aussi contraire à la loi"),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "danger",
                                "Quelqu’un est en danger (menace de mort, violence sur un enfant)",
                            ),
                            ("illegal", "Contenu illégal (haine, menace, escroquerie…)"),
                            ("donnees", "Données personnelles de quelqu’un"),
                            ("commercial", "Publicité ou démarchage"),
                            ("faux", "Information fausse ou trompeuse"),
                            ("hors_sujet", "Hors sujet"),
                            ("irrespect", "Propos irrespectueux"),
                            ("autre", "Autre raison"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="catégorie",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("signalement", "Un signalement"),
                            ("confiance", "Un signaleur de confiance"),
                            ("autorite", "L’ordre d’une autorité"),
                            ("initiative", "Un contrôle de notre équipe"),
                        ],
                        default="initiative",
                        max_length=12,
                        verbose_name="origine",
                    ),
                ),
                (
                    "automated_detection",
                    models.BooleanField(default=False, verbose_name="détection automatisée"),
                ),
                (
                    "automated_decision",
                    models.CharField(
                        choices=[
                            ("non", "Non"),
                            ("partie", "En partie"),
                            ("entier", "Entièrement"),
                        ],
                        default="non",
                        max_length=8,
                        verbose_name="décision automatisée",
                    ),
                ),
                (
                    "redress",
                    models.CharField(
                        blank=True, default="", max_length=80, verbose_name="voies de recours"
                    ),
                ),
                ("redress_until", models.DateTimeField(verbose_name="recours possible jusqu’au")),
                ("signatory", models.CharField(max_length=200, verbose_name="signataire")),
                ("plain", models.TextField(blank=True, default="", verbose_name="en clair")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement",
                        to="moderation.decision",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="statements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "exposé des motifs",
                "verbose_name_plural": "exposés des motifs",
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("facts"), 30
                        ),
                        name="statement_tells_the_facts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rule", ""), _negated=True),
                        name="statement_cites_a_rule",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
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
                            ("rappel", "Rappel des règles"),
                            ("avertissement", "Avertissement"),
                            ("relecture", "Textes relus avant publication"),
                            ("lecture_seule", "Lecture seule"),
                            ("messages", "Messages privés suspendus"),
                            ("suspension", "Compte suspendu"),
                            ("cloture", "Compte fermé"),
                        ],
                        max_length=16,
                        verbose_name="mesure",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="à compter du"
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True, verbose_name="jusqu’au")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="levée le")),
                (
                    "end_told_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="fin annoncée le"),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure",
                        to="moderation.decision",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.decision",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sanctions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesure envers une personne",
                "verbose_name_plural": "mesures envers des personnes",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [models.Index(fields=["person", "ends_at"], name="sanction_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("kind", "cloture")),
                            models.Q(
                                models.Q(("kind", "cloture"), _negated=True),
                                ("ends_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sanction_ends_but_a_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="sanction_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sanction_lifted_by_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="recours")),
                (
                    "filed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="déposé le"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="décidé le")),
                ("upheld", models.BooleanField(null=True, verbose_name="recours accepté")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirme", "Ne pas accepter : la décision n’est pas annulée"),
                            ("infirme", "Accepter : tout est remis comme avant"),
                            (
                                "reforme",
                                "Accepter en partie : une décision plus légère la remplace",
                            ),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="suite",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="réponse")),
                (
                    "open_to_agencies",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="ouvert aux agences"
                    ),
                ),
                (
                    "overdue_told_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="dépassement annoncé le"
                    ),
                ),
                (
                    "looked_at_on",
                    models.DateField(editable=False, null=True, verbose_name="suivi le"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="moderation.statementofreasons",
                    ),
                ),
            ],
            options={
                "verbose_name": "recours",
                "verbose_name_plural": "recours",
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Un mot sans espace. Ne change plus.",
                        max_length=40,
                        unique=True,
                        verbose_name="identifiant",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Ce que le modérateur lit dans la liste.",
                        max_length=80,
                        verbose_name="nom",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            (
                                "danger",
                                "Quelqu’un est en danger (menace de mort, violence sur un enfant)",
                            ),
                            ("illegal", "Contenu illégal (haine, menace, escroquerie…)"),
                            ("donnees", "Données personnelles de quelqu’un"),
                            ("commercial", "Publicité ou démarchage"),
                            ("faux", "Information fausse ou trompeuse"),
                            ("hors_sujet", "Hors sujet"),
                            ("irrespect", "Propos irrespectueux"),
                            ("autre", "Autre raison"),
                        ],
                        max_length=12,
                        verbose_name="raison signalée",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        help_text="Le numéro d’une règle (3.2, C1), ou le code d’une loi (code-civil-9).",
                        max_length=40,
                        verbose_name="règle ou loi",
                    ),
                ),
                (
                    "facts",
                    models.TextField(
                        help_text="Sans reproche. « … » marque la place du passage que le modérateur cite ; sans elle, le passage est cité à la fin.",
                        max_length=1000,
                        verbose_name="les faits, expliqués à l’auteur",
                    ),
                ),
                (
                    "example",
                    models.TextField(
                        blank=True,
                        help_text="Un cas où cette raison convient.",
                        max_length=600,
                        verbose_name="exemple",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "motif rédigé",
                "verbose_name_plural": "motifs rédigés",
                "ordering": ["category", "title", "pk"],
            },
        ),
    ]
    operations = [CreateTables(operations)]
