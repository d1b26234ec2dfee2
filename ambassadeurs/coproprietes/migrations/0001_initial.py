from django.conf import settings
from django.db import migrations, models

import ambassadeurs.coproprietes.uploads


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("territoires", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
            options={
                "verbose_name": "membre de la copropriété",
                "verbose_name_plural": "membres de la copropriété",
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
                            ("kwh_avant", "Énergie consommée avant, par an"),
                            ("kwh_apres", "Énergie consommée après, par an"),
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
            ],
            options={
                "verbose_name": "chiffre",
                "ordering": ["pk"],
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
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="envoyée le")),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="acceptée le")),
            ],
            options={
                "verbose_name": "invitation",
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
                        storage=ambassadeurs.coproprietes.uploads.private_storage,
                        upload_to="retours/%Y/%m/",
                        verbose_name="photo",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("alt", models.CharField(max_length=200, verbose_name="description")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["position", "pk"],
            },
        ),
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
            ],
            options={
                "verbose_name": "copropriété du registre",
                "verbose_name_plural": "copropriétés du registre",
            },
        ),
    ]
