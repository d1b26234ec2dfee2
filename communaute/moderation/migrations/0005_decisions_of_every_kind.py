"""Decisions of every kind, statements with all their fields."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from communaute.moderation.append_only import Kept, create_sql, drop_sql

# The tables as they were, after migration 0003.
BEFORE = (
    Kept(
        "moderation_decision",
        ("id", "case_id", "kind", "note", "organisation_id", "decided_at"),
        "decided_by_id",
        (("id",),),
    ),
    Kept(
        "moderation_statementofreasons",
        (
            *("id", "puid", "decision_id", "content_label", "content_created_at", "content_url"),
            *("excerpt", "restriction", "territorial_scope", "applies_from", "ends_at", "facts"),
            *("ground", "rule", "from_notice", "automated_detection", "automated_decision"),
            *("redress_until", "signatory", "created_at"),
        ),
        "recipient_id",
        (("id",), ("puid",), ("decision_id",)),
    ),
    Kept(
        "moderation_moderationlog",
        (
            *("id", "case_id", "position", "actor_number", "organisation_id", "decision_id"),
            *("act", "detail", "at", "key_id", "digest"),
        ),
        "actor_id",
        (("id",), ("case_id", "position")),
    ),
)
# The same, with what this migration adds.
AFTER = (
    Kept(
        "moderation_decision",
        (
            *("id", "case_id", "kind", "sanction", "detail", "ends_at", "status_before"),
            *("undoes_id", "note", "organisation_id", "decided_at"),
        ),
        "decided_by_id",
        (("id",),),
    ),
    Kept(
        "moderation_statementofreasons",
        (
            *("id", "puid", "decision_id", "content_label", "content_created_at", "content_url"),
            *("language", "excerpt", "restriction", "visibility", "service", "account"),
            *("territorial_scope", "applies_from", "ends_at", "facts", "ground", "rule"),
            *("rule_code", "rule_version", "why", "also_illegal", "category", "keyword", "source"),
            *("automated_detection", "automated_decision", "redress", "redress_until"),
            *("signatory", "plain", "created_at"),
        ),
        "recipient_id",
        (("id",), ("puid",), ("decision_id",)),
    ),
    BEFORE[2],
)


def setting(tables):
    def run(apps, schema_editor):
        for sql in create_sql(schema_editor.connection.vendor, tables):
            schema_editor.execute(sql)

    return run


def taking_away(tables):
    def run(apps, schema_editor):
        for sql in drop_sql(schema_editor.connection.vendor, tables):
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0003_role_changes"),
        ("moderation", "0004_appeal_followed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(taking_away(BEFORE), setting(BEFORE)),
        migrations.RemoveField(
            model_name="statementofreasons",
            name="from_notice",
        ),
        migrations.AddField(
            model_name="decision",
            name="detail",
            field=models.CharField(
                blank=True, default="", max_length=300, verbose_name="précision"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="ends_at",
            field=models.DateTimeField(null=True, verbose_name="jusqu’au"),
        ),
        migrations.AddField(
            model_name="decision",
            name="sanction",
            field=models.CharField(
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
        migrations.AddField(
            model_name="decision",
            name="status_before",
            field=models.CharField(
                blank=True, default="", max_length=12, verbose_name="état d’avant"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="undoes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="moderation.decision",
            ),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="account",
            field=models.CharField(
                blank=True,
                choices=[("suspendu", "Compte suspendu"), ("ferme", "Compte fermé")],
                default="",
                max_length=12,
                verbose_name="compte",
            ),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="also_illegal",
            field=models.BooleanField(default=False, verbose_name="aussi contraire à la loi"),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="category",
            field=models.CharField(
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
        migrations.AddField(
            model_name="statementofreasons",
            name="keyword",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="mot-clé"),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="language",
            field=models.CharField(default="fr", max_length=8, verbose_name="langue"),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="plain",
            field=models.TextField(blank=True, default="", verbose_name="en clair"),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="redress",
            field=models.CharField(
                blank=True, default="", max_length=80, verbose_name="voies de recours"
            ),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="rule_code",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="code de la règle"
            ),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="rule_version",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="version de la règle"
            ),
        ),
        migrations.AddField(
            model_name="statementofreasons",
            name="service",
            field=models.CharField(
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
        migrations.AddField(
            model_name="statementofreasons",
            name="source",
            field=models.CharField(
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
        migrations.AddField(
            model_name="statementofreasons",
            name="visibility",
            field=models.CharField(
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
        migrations.AddField(
            model_name="statementofreasons",
            name="why",
            field=models.TextField(
                blank=True, default="", verbose_name="en quoi le texte y contrevient"
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="moderationlog",
            name="act",
            field=models.CharField(
                choices=[
                    ("signalement", "Signalement reçu"),
                    ("prise", "Dossier pris en charge"),
                    ("remise", "Dossier remis dans la file"),
                    ("garder", "Décision : laisser en ligne"),
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
                    ("recours", "Recours déposé"),
                    ("recours_accepte", "Recours accepté"),
                    ("recours_rejete", "Recours rejeté"),
                ],
                max_length=60,
                verbose_name="acte",
            ),
        ),
        migrations.RemoveField("statementofreasons", "automated_decision"),
        migrations.AddField(
            model_name="statementofreasons",
            name="automated_decision",
            field=models.CharField(
                choices=[("non", "Non"), ("partie", "En partie"), ("entier", "Entièrement")],
                default="non",
                max_length=8,
                verbose_name="décision automatisée",
            ),
        ),
        migrations.AlterField(
            model_name="statementofreasons",
            name="restriction",
            field=models.CharField(max_length=200, verbose_name="mesure"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "sanctionner"), models.Q(("sanction", ""), _negated=True)),
                    models.Q(models.Q(("kind", "sanctionner"), _negated=True), ("sanction", "")),
                    _connector="OR",
                ),
                name="decision_names_its_sanction",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementofreasons",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("facts"), 30
                ),
                name="statement_tells_the_facts",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementofreasons",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule", ""), _negated=True), name="statement_cites_a_rule"
            ),
        ),
        migrations.RunPython(setting(AFTER), taking_away(AFTER)),
    ]
