import uuid

import django.db.models.deletion
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        ("questions", "0001_initial"),
        ("territoires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GeoVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "verbose_name": "version des tracés",
                "verbose_name_plural": "versions des tracés",
            },
        ),
        migrations.CreateModel(
            name="Reseau",
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
                        choices=[("chaleur", "Chaleur"), ("froid", "Froid")],
                        default="chaleur",
                        max_length=8,
                        verbose_name="nature",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("existant", "En service"),
                            ("en_construction", "En construction"),
                        ],
                        default="existant",
                        max_length=16,
                        verbose_name="état",
                    ),
                ),
                (
                    "identifiant",
                    models.CharField(
                        blank=True, max_length=12, verbose_name="identifiant national"
                    ),
                ),
                ("slug", models.SlugField(max_length=100, unique=True, verbose_name="adresse")),
                ("source_key", models.CharField(max_length=120, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "exploitant_name",
                    models.CharField(blank=True, max_length=200, verbose_name="exploitant"),
                ),
                (
                    "owner_name",
                    models.CharField(blank=True, max_length=200, verbose_name="maître d’ouvrage"),
                ),
                (
                    "communes_label",
                    models.CharField(
                        blank=True, max_length=2000, verbose_name="communes desservies"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(default=True, verbose_name="ouvert aux raccordements"),
                ),
                ("is_classe", models.BooleanField(default=False, verbose_name="réseau classé")),
                ("has_trace", models.BooleanField(default=False, verbose_name="tracé connu")),
                (
                    "creation_year",
                    models.PositiveSmallIntegerField(null=True, verbose_name="année de création"),
                ),
                (
                    "commissioning",
                    models.CharField(blank=True, max_length=100, verbose_name="mise en service"),
                ),
                ("length_km", models.FloatField(null=True, verbose_name="longueur (km)")),
                (
                    "delivery_points",
                    models.PositiveIntegerField(null=True, verbose_name="points de livraison"),
                ),
                ("enrr_rate", models.FloatField(null=True, verbose_name="taux d’EnR&R (%)")),
                ("co2_direct", models.FloatField(null=True, verbose_name="CO2 direct (g/kWh)")),
                (
                    "co2_acv",
                    models.FloatField(
                        null=True, verbose_name="CO2 en analyse de cycle de vie (g/kWh)"
                    ),
                ),
                (
                    "environment_year",
                    models.CharField(blank=True, max_length=20, verbose_name="année des données"),
                ),
                (
                    "environment_source",
                    models.CharField(blank=True, max_length=200, verbose_name="source"),
                ),
                ("price_mean", models.FloatField(null=True, verbose_name="prix moyen (€ TTC/MWh)")),
                (
                    "price_housing",
                    models.FloatField(null=True, verbose_name="prix logement (€ TTC/MWh)"),
                ),
                (
                    "price_variable_share",
                    models.FloatField(null=True, verbose_name="part variable (%)"),
                ),
                ("price_fixed_share", models.FloatField(null=True, verbose_name="part fixe (%)")),
                (
                    "price_year",
                    models.CharField(blank=True, max_length=20, verbose_name="année des prix"),
                ),
                (
                    "price_source",
                    models.CharField(blank=True, max_length=200, verbose_name="source des prix"),
                ),
                (
                    "production_mwh",
                    models.JSONField(default=dict, verbose_name="production par énergie"),
                ),
                (
                    "deliveries_mwh",
                    models.JSONField(default=dict, verbose_name="livraisons par usage"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="démonstration")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="mis à jour le")),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reseaux_principaux",
                        to="territoires.commune",
                    ),
                ),
                (
                    "communes",
                    models.ManyToManyField(
                        blank=True, related_name="reseaux", to="territoires.commune"
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reseaux",
                        to="territoires.departement",
                    ),
                ),
                (
                    "exploitant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reseaux",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "space",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reseau",
                        to="questions.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "réseau de chaleur",
                "verbose_name_plural": "réseaux de chaleur",
                "ordering": ["name", "pk"],
                "indexes": [models.Index(fields=["identifiant"], name="reseau_identifiant")],
            },
        ),
        migrations.CreateModel(
            name="Perimetre",
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
                            ("pdp", "Périmètre de développement prioritaire"),
                            ("zone", "Zone d’un futur réseau"),
                        ],
                        max_length=4,
                        verbose_name="nature",
                    ),
                ),
                ("source_key", models.CharField(max_length=120, unique=True)),
                (
                    "communes_label",
                    models.CharField(blank=True, max_length=2000, verbose_name="communes"),
                ),
                ("wkb", models.BinaryField()),
                ("source_hash", models.CharField(max_length=64)),
                ("reseaux", models.ManyToManyField(related_name="perimetres", to="reseaux.reseau")),
            ],
            options={
                "verbose_name": "périmètre",
            },
        ),
        migrations.CreateModel(
            name="AddressTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            (
                                "dans_pdp_reseau_existant",
                                "Dans le périmètre prioritaire d’un réseau",
                            ),
                            (
                                "dans_pdp_reseau_futur",
                                "Dans le périmètre prioritaire d’un futur réseau",
                            ),
                            ("reseau_existant_tres_proche", "Réseau très proche"),
                            ("reseau_futur_tres_proche", "Futur réseau très proche"),
                            ("dans_zone_reseau_futur", "Dans la zone d’un futur réseau"),
                            ("reseau_existant_proche", "Réseau proche"),
                            ("reseau_futur_proche", "Futur réseau proche"),
                            ("reseau_existant_loin", "Réseau à moins d’un kilomètre"),
                            ("reseau_futur_loin", "Futur réseau à moins d’un kilomètre"),
                            (
                                "dans_ville_reseau_existant_sans_trace",
                                "Réseau dans la commune, tracé inconnu",
                            ),
                            ("trop_eloigne", "Pas de réseau à proximité"),
                        ],
                        max_length=40,
                        verbose_name="résultat",
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("adresse", "Adresse exacte"),
                            ("approximative", "Position approximative"),
                            ("commune", "Centre de la commune"),
                            ("point", "Point choisi"),
                        ],
                        max_length=14,
                        verbose_name="précision",
                    ),
                ),
                ("distance_m", models.PositiveIntegerField(null=True, verbose_name="distance (m)")),
                (
                    "heating_mode",
                    models.CharField(blank=True, max_length=12, verbose_name="chauffage"),
                ),
                (
                    "in_pdp",
                    models.BooleanField(
                        default=False, verbose_name="dans un périmètre prioritaire"
                    ),
                ),
                (
                    "beyond_m",
                    models.PositiveIntegerField(
                        null=True, verbose_name="distance du plus proche (m)"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="fait le"),
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
                    "beyond_reseau",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reseaux.reseau",
                    ),
                ),
                (
                    "reseau",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reseaux.reseau",
                    ),
                ),
            ],
            options={
                "verbose_name": "test d’adresse",
                "verbose_name_plural": "tests d’adresse",
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wkb", models.BinaryField()),
                ("west", models.FloatField()),
                ("south", models.FloatField()),
                ("east", models.FloatField()),
                ("north", models.FloatField()),
                ("length_m", models.FloatField(verbose_name="longueur tracée (m)")),
                ("source_hash", models.CharField(max_length=64)),
                (
                    "reseau",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trace",
                        to="reseaux.reseau",
                    ),
                ),
            ],
            options={
                "verbose_name": "tracé",
            },
        ),
    ]
    operations = [CreateTables(operations)]
