import django.db.models.deletion
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisteredCopropriete",
            fields=[
                (
                    "number",
                    models.CharField(
                        max_length=9,
                        primary_key=True,
                        serialize=False,
                        verbose_name="numéro d’immatriculation",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nom d’usage")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="adresse")),
                (
                    "postcode",
                    models.CharField(blank=True, max_length=5, verbose_name="code postal"),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("lots", models.PositiveIntegerField(null=True, verbose_name="lots")),
                (
                    "dwellings",
                    models.PositiveIntegerField(null=True, verbose_name="lots d’habitation"),
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
                    "syndic_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="syndic professionnel"
                    ),
                ),
                ("search_text", models.TextField()),
                ("row_hash", models.CharField(max_length=40)),
                (
                    "commune",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territoires.commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "copropriété du registre",
                "verbose_name_plural": "copropriétés du registre",
            },
        ),
    ]
    operations = [CreateTables(operations)]
