import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import socle.calendar
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]*\\Z",
                                "Des minuscules sans accent, des chiffres et des traits bas : co2_gaz.",
                            )
                        ],
                        verbose_name="clé",
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="ce que c’est")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "un nombre"),
                            ("range", "deux bornes"),
                            ("date", "une date"),
                            ("year", "une année"),
                        ],
                        default="number",
                        max_length=6,
                        verbose_name="valeur",
                    ),
                ),
                (
                    "low",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=16,
                        null=True,
                        verbose_name="valeur ou borne basse",
                    ),
                ),
                (
                    "high",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=16,
                        null=True,
                        verbose_name="borne haute",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "aucune"),
                            ("%", "%"),
                            ("% du budget", "% du budget"),
                            ("% des travaux", "% des travaux"),
                            ("% des travaux prévus", "% des travaux prévus"),
                            ("€", "€"),
                            ("€ HT", "€ HT"),
                            ("€ par logement", "€ par logement"),
                            ("€ par MWh", "€ par MWh"),
                            ("€ par MWh cumac", "€ par MWh cumac"),
                            ("€ par an", "€ par an"),
                            ("€ par MWh PCS", "€ par MWh PCS"),
                            ("€ par litre", "€ par litre"),
                            ("€ HT par kW", "€ HT par kW"),
                            ("€ HT par kW et par an", "€ HT par kW et par an"),
                            ("€ HT par MWh", "€ HT par MWh"),
                            ("litres par MWh", "litres par MWh"),
                            ("heures par an", "heures par an"),
                            ("g de CO2", "g de CO2"),
                            ("g de CO2 par kWh", "g de CO2 par kWh"),
                            ("kg de CO2", "kg de CO2"),
                            ("t de CO2", "t de CO2"),
                            ("t de CO2 par an", "t de CO2 par an"),
                            ("kW", "kW"),
                            ("kWh", "kWh"),
                            ("MWh", "MWh"),
                            ("MWh par an", "MWh par an"),
                            ("GWh", "GWh"),
                            ("TWh", "TWh"),
                            ("kWh par m² par an", "kWh par m² par an"),
                            ("kWh cumac", "kWh cumac"),
                            ("kWh cumac par logement", "kWh cumac par logement"),
                            (
                                "kWh de chaleur par kWh d’électricité",
                                "kWh de chaleur par kWh d’électricité",
                            ),
                            ("kWh PCS par kWh PCI", "kWh PCS par kWh PCI"),
                            ("m", "m"),
                            ("km", "km"),
                            ("m²", "m²"),
                            ("°C", "°C"),
                            ("jours", "jours"),
                            ("semaines", "semaines"),
                            ("mois", "mois"),
                            ("ans", "ans"),
                            ("logements", "logements"),
                            ("bâtiments", "bâtiments"),
                            ("copropriétés", "copropriétés"),
                            ("réseaux", "réseaux"),
                            ("réseaux environ", "réseaux environ"),
                            ("villes", "villes"),
                        ],
                        max_length=60,
                        verbose_name="unité",
                    ),
                ),
                (
                    "is_rise",
                    models.BooleanField(default=False, verbose_name="hausse : écrire « + » devant"),
                ),
                (
                    "boundary",
                    models.CharField(
                        choices=[
                            ("none", "sans objet"),
                            ("direct", "émissions directes"),
                            ("life_cycle", "analyse du cycle de vie"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="CO2 compté",
                    ),
                ),
                ("measure", models.CharField(max_length=400, verbose_name="ce qui est compté")),
                ("perimeter", models.CharField(max_length=300, verbose_name="sur quoi")),
                (
                    "subject",
                    models.CharField(blank=True, max_length=60, verbose_name="même mesure que"),
                ),
                (
                    "year",
                    models.CharField(max_length=60, verbose_name="année des données, ou article"),
                ),
                ("source_name", models.CharField(max_length=300, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="adresse de la source"
                    ),
                ),
                (
                    "is_offline",
                    models.BooleanField(
                        default=False, verbose_name="la source n’a pas d’adresse publique"
                    ),
                ),
                (
                    "read_as_of",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        blank=True,
                        null=True,
                        verbose_name="version du texte de loi",
                    ),
                ),
                (
                    "is_law",
                    models.BooleanField(default=False, verbose_name="c’est un texte de loi"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("seen", "vu à la source"),
                            ("relayed", "lu chez qui la cite, source non relue"),
                            ("to_verify", "à vérifier"),
                            ("convention", "convention du service"),
                        ],
                        default="seen",
                        max_length=10,
                        verbose_name="confiance",
                    ),
                ),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valable jusqu’au"),
                ),
                (
                    "checked_on",
                    models.DateField(
                        validators=[socle.calendar.not_to_come],
                        default=django.utils.timezone.localdate,
                        verbose_name="relu le",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retiré le"),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="relu par",
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffre",
                "verbose_name_plural": "chiffres",
                "ordering": ["label", "key"],
            },
        ),
        migrations.CreateModel(
            name="FigureVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("act", models.CharField(max_length=120, verbose_name="acte")),
                ("values", models.JSONField(verbose_name="valeurs")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="facts.figure",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un chiffre",
                "verbose_name_plural": "versions des chiffres",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("figure", "number"), name="figure_version_unique"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
