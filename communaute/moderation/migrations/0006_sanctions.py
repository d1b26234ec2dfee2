"""Measures towards people, and decisions that wait for a second person."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from communaute.moderation.append_only import Kept, create_sql, drop_sql

TABLES = (
    Kept(
        "moderation_sanction",
        ("id", "kind", "decision_id", "starts_at", "ends_at"),
        "person_id",
        (("id",), ("decision_id",)),
        ("lifted_at", "lifted_by_id", "end_told_at"),
    ),
)


def freeze(apps, schema_editor):
    for sql in create_sql(schema_editor.connection.vendor, TABLES):
        schema_editor.execute(sql)


def thaw(apps, schema_editor):
    # The function itself stays: other tables have it.
    for sql in drop_sql(schema_editor.connection.vendor, TABLES):
        if "DROP FUNCTION" not in sql:
            schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_role_changes"),
        ("moderation", "0005_decisions_of_every_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    "keyword",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="mot-clé"),
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
            ],
            options={
                "verbose_name": "décision proposée",
                "verbose_name_plural": "décisions proposées",
                "ordering": ["proposed_at", "pk"],
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
            ],
            options={
                "verbose_name": "mesure envers une personne",
                "verbose_name_plural": "mesures envers des personnes",
                "ordering": ["-starts_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposals",
                to="moderation.case",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decision",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposal",
                to="moderation.decision",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="declined_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comptes.organisation",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measure",
                to="moderation.decision",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="moderation.decision",
            ),
        ),
        migrations.AddField(
            model_name="sanction",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="sanctions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("case", "kind", "sanction"),
                name="proposal_one_open_of_a_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["person", "ends_at"], name="sanction_of_person"),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__isnull", True), ("kind", "cloture")),
                    models.Q(
                        models.Q(("kind", "cloture"), _negated=True), ("ends_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="sanction_ends_but_a_closing",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="sanction_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="sanction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="sanction_lifted_by_a_decision",
            ),
        ),
        migrations.RunPython(freeze, thaw),
    ]
