"""The page of a copropriété may be reported."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("coproprietes", "0008_page_hidden_at"),
        ("territoires", "0002_load_geography"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "page d’une copropriété",
                "verbose_name_plural": "pages des copropriétés",
            },
        ),
    ]
