import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models

import ambassadeurs.stats.models
from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="jour")),
                ("counted_at", models.DateTimeField(db_index=True, verbose_name="compté le")),
            ],
            options={
                "verbose_name": "jour compté",
                "verbose_name_plural": "jours comptés",
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stocks_at", models.DateTimeField(null=True, verbose_name="compté le")),
            ],
            options={
                "verbose_name": "registre des comptes",
            },
        ),
        migrations.CreateModel(
            name="ReportNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField(verbose_name="du")),
                ("last", models.DateField(help_text="Ce jour compris.", verbose_name="au")),
                (
                    "changed",
                    models.TextField(
                        blank=True,
                        help_text="Une ligne vide sépare deux paragraphes.",
                        max_length=3000,
                        verbose_name="ce qui a changé",
                    ),
                ),
                (
                    "budget",
                    models.TextField(
                        blank=True,
                        help_text="Ce qui a été dépensé, et pour quoi. La page Budget est citée dessous.",
                        max_length=1500,
                        verbose_name="budget",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Décochée, la note reste ici.",
                        verbose_name="montrer dans le rapport",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "note du rapport",
                "verbose_name_plural": "notes du rapport",
                "ordering": ["-last", "-first"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "last"),
                        name="stats_note_once",
                        violation_error_message="Cette période a déjà une note.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="stats_note_ends_after_it_starts",
                        violation_error_code="order",
                        violation_error_message="La fin est avant le début : choisissez un jour plus tard.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[
                            ("jour", "Jour"),
                            ("mois", "Mois"),
                            ("total", "Depuis l’ouverture"),
                        ],
                        max_length=5,
                        verbose_name="pas",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("pays", "France"),
                            ("departement", "Département"),
                            ("reseau", "Réseau"),
                            ("organisme", "Organisme"),
                        ],
                        max_length=11,
                        verbose_name="de quoi",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=20, verbose_name="lequel")),
                ("start", models.DateField(verbose_name="à partir du")),
                ("indicator", models.CharField(max_length=40, verbose_name="mesure")),
                ("value", models.BigIntegerField(verbose_name="nombre")),
            ],
            options={
                "verbose_name": "compte",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "scope", "place", "start", "indicator"), name="tally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("raccordements", "Copropriétés raccordées après un contact ici"),
                            ("co2_tonnes", "Tonnes de CO2 évitées par an"),
                            ("demandes", "Mises en relation"),
                            ("visites_tenues", "Visites tenues"),
                            ("tests", "Adresses testées"),
                            ("questions", "Questions posées"),
                            ("part_reponse_rapide", "Part des questions vite répondues (%)"),
                            ("part_avis_utiles", "Part des personnes aidées (%)"),
                            ("ambassadeurs", "Ambassadeurs vérifiés"),
                            ("coproprietes", "Copropriétés ambassadrices"),
                            ("reseaux_couverts", "Réseaux avec un ambassadeur"),
                            ("guides", "Guides publiés"),
                        ],
                        max_length=40,
                        verbose_name="mesure",
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(
                        help_text=(
                            "Un nombre compté depuis l’ouverture du service, ce qui est en place à "
                            "ce jour, ou une part en %."
                        ),
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="valeur visée",
                    ),
                ),
                (
                    "due",
                    models.DateField(
                        help_text="Le jour où l’objectif doit être atteint.", verbose_name="pour le"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple : comité du 12 mars 2026.",
                        max_length=120,
                        verbose_name="décidé par",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "objectif",
                "verbose_name_plural": "objectifs",
                "ordering": ["due", "indicator"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "due"),
                        name="stats_target_once",
                        violation_error_message="Cette mesure a déjà un objectif pour ce jour.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "text",
                    models.CharField(
                        help_text="Ni nom, ni immeuble, ni rien qui désigne une personne.",
                        max_length=300,
                        validators=[ambassadeurs.stats.models.without_personal_data],
                        verbose_name="phrase",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("echange", "après un échange ou une visite"),
                            ("page", "au pied d’une page"),
                        ],
                        default="echange",
                        max_length=8,
                        verbose_name="dite",
                    ),
                ),
                (
                    "note",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="stats.reportnote",
                    ),
                ),
            ],
            options={
                "verbose_name": "phrase citée",
                "verbose_name_plural": "phrases citées",
                "ordering": ["sort_order"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
    ]
    operations = [CreateTables(operations)]
