"""Surveys about a visit booked outside any thread. Undone, it forgets those surveys."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def forget_surveys_of_visits(apps, schema_editor):
    Survey = apps.get_model("mises_en_relation", "Survey")
    Survey.objects.filter(mise_en_relation__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("mises_en_relation", "0003_relations"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="surveys",
                to="mises_en_relation.visit",
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="survey_step",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="survey",
            name="mise_en_relation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="surveys",
                to="mises_en_relation.miseenrelation",
            ),
        ),
        migrations.AlterField(
            model_name="survey",
            name="sent_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="envoyée le"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_surveys_of_visits),
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
                    ("mise_en_relation__isnull", True), ("visit__isnull", True), _connector="XOR"
                ),
                name="survey_of_thread_or_visit",
            ),
        ),
    ]
