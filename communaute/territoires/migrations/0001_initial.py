import django.db.models.deletion
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
            ],
            options={
                "verbose_name": "région",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Departement",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departements",
                        to="territoires.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "département",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Epci",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=9, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="nature")),
            ],
            options={
                "verbose_name": "EPCI",
                "verbose_name_plural": "EPCI",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Commune",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=5, primary_key=True, serialize=False, verbose_name="code INSEE"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                ("population", models.PositiveIntegerField(default=0, verbose_name="population")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude")),
                (
                    "postcodes",
                    models.CharField(blank=True, max_length=400, verbose_name="codes postaux"),
                ),
                (
                    "search_name",
                    models.CharField(
                        db_index=True, max_length=100, verbose_name="nom de recherche"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="territoires.commune",
                    ),
                ),
                (
                    "departement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territoires.departement",
                    ),
                ),
                (
                    "epci",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territoires.epci",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="communes",
                        to="territoires.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "commune",
                "ordering": ["-population", "code"],
                "indexes": [
                    models.Index(fields=["-population", "code"], name="commune_population")
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunePostcode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "postcode",
                    models.CharField(db_index=True, max_length=5, verbose_name="code postal"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postcode_rows",
                        to="territoires.commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "code postal",
                "verbose_name_plural": "codes postaux",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "postcode"), name="commune_postcode_unique"
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
