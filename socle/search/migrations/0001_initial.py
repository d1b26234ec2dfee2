import django.db.models.deletion
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="Séparés par des virgules. Par exemple : ECS, eau chaude sanitaire, eau chaude. Accents, majuscules et pluriels ne comptent pas.",
                        max_length=400,
                        verbose_name="mots de même sens",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonymes",
                "verbose_name_plural": "synonymes",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guides", "Guides"),
                            ("questions", "Questions"),
                            ("espaces", "Espaces"),
                            ("reseaux", "Réseaux"),
                            ("ambassadeurs", "Ambassadeurs"),
                            ("communes", "Communes"),
                            ("mots", "Glossaire"),
                            ("pages", "Pages"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("url", models.CharField(max_length=300, verbose_name="adresse")),
                ("title", models.CharField(max_length=300, verbose_name="titre")),
                ("text", models.TextField(blank=True, verbose_name="texte cité")),
                ("title_words", models.TextField(blank=True)),
                ("lead_words", models.TextField(blank=True)),
                ("body_words", models.TextField(blank=True)),
                (
                    "departement",
                    models.CharField(blank=True, max_length=3, verbose_name="département"),
                ),
                ("is_accepted", models.BooleanField(default=False, verbose_name="réponse retenue")),
                ("useful", models.PositiveIntegerField(default=0, verbose_name="personnes aidées")),
                ("happened_at", models.DateTimeField(null=True, verbose_name="dernière activité")),
            ],
            options={
                "verbose_name": "contenu trouvé",
                "verbose_name_plural": "contenus trouvés",
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "guides")), fields=["id"], name="search_guides"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("text", models.CharField(blank=True, max_length=80, verbose_name="recherche")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="personnes")),
                ("last_at", models.DateTimeField(verbose_name="dernière fois le")),
            ],
            options={
                "verbose_name": "recherche sans résultat",
                "verbose_name_plural": "recherches sans résultat",
                "ordering": ["-people", "-last_at"],
                "indexes": [models.Index(fields=["last_at"], name="search_missed_last")],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "word",
                    models.CharField(max_length=40, unique=True, verbose_name="mot sans accents"),
                ),
                ("shown", models.CharField(max_length=60, verbose_name="mot")),
                ("stem", models.CharField(db_index=True, max_length=40, verbose_name="radical")),
                ("sound", models.CharField(db_index=True, max_length=40, verbose_name="son")),
                ("initial", models.CharField(max_length=1)),
                ("ending", models.CharField(max_length=2)),
                ("length", models.PositiveSmallIntegerField()),
                ("things", models.PositiveIntegerField(default=1, verbose_name="contenus")),
            ],
            options={
                "verbose_name": "mot de l’index",
                "verbose_name_plural": "mots de l’index",
                "indexes": [
                    models.Index(
                        fields=["initial", "length", "-things"], name="search_word_initial"
                    ),
                    models.Index(fields=["ending", "length", "-things"], name="search_word_ending"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedBy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                (
                    "search",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="by",
                        to="site_search.missedsearch",
                    ),
                ),
            ],
            options={
                "verbose_name": "recherche signalée",
                "constraints": [
                    models.UniqueConstraint(fields=("search", "person"), name="search_missed_once")
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
