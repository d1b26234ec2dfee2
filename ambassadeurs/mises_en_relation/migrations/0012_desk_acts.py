"""Acts of an organisation on a demande: a version, some minutes to take back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mises_en_relation", "0011_advice_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="demande",
            name="told_from",
            field=models.DateTimeField(editable=False, null=True, verbose_name="dite dès le"),
        ),
        migrations.AddField(
            model_name="demande",
            name="version",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="message",
            name="shown_from",
            field=models.DateTimeField(editable=False, null=True, verbose_name="montré dès le"),
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
                        to="mises_en_relation.demande",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mises_en_relation.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "acte d’un organisme",
                "verbose_name_plural": "actes des organismes",
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("demande", "version"), name="desk_act_once")
                ],
            },
        ),
    ]
