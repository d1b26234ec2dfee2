import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("claimed_at", models.DateTimeField(null=True, verbose_name="pris le")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="clos le")),
                ("version", models.PositiveIntegerField(default=1)),
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
            ],
            options={
                "verbose_name": "dossier",
                "ordering": ["due_at", "pk"],
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
                            ("masquer", "Masquer"),
                            ("retablir", "Rétablir"),
                        ],
                        max_length=12,
                        verbose_name="décision",
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
            ],
            options={
                "verbose_name": "décision",
                "ordering": ["decided_at", "pk"],
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
                ("position", models.PositiveIntegerField(verbose_name="rang")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("signalement", "Signalement reçu"),
                            ("prise", "Dossier pris en charge"),
                            ("remise", "Dossier remis dans la file"),
                            ("garder", "Décision : laisser en ligne"),
                            ("masquer", "Décision : masquer"),
                            ("retablir", "Décision : rétablir"),
                            ("recours", "Recours déposé"),
                            ("recours_accepte", "Recours accepté"),
                            ("recours_rejete", "Recours rejeté"),
                        ],
                        max_length=60,
                        verbose_name="acte",
                    ),
                ),
                ("detail", models.TextField(blank=True, verbose_name="détail")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="moderation.case",
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
                "ordering": ["case", "position"],
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
                ("excerpt", models.TextField(verbose_name="texte visé")),
                ("restriction", models.CharField(max_length=120, verbose_name="mesure")),
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
                ("from_notice", models.BooleanField(verbose_name="à la suite d’un signalement")),
                (
                    "automated_detection",
                    models.BooleanField(default=False, verbose_name="détection automatisée"),
                ),
                (
                    "automated_decision",
                    models.BooleanField(default=False, verbose_name="décision automatisée"),
                ),
                ("redress_until", models.DateTimeField(verbose_name="recours possible jusqu’au")),
                ("signatory", models.CharField(max_length=200, verbose_name="signataire")),
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
                ("reply", models.TextField(blank=True, verbose_name="réponse")),
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
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "due_at"], name="case_queue"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["ouvert", "en_examen"])),
                fields=("content_type", "object_id"),
                name="case_one_open_per_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="moderationlog",
            constraint=models.UniqueConstraint(
                fields=("case", "position"), name="log_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reporter__isnull", False)),
                fields=("case", "reporter"),
                name="notice_once_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("visitor_key", ""), _negated=True),
                fields=("case", "visitor_key"),
                name="notice_once_per_visitor",
            ),
        ),
    ]
