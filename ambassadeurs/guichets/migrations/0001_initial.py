import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("demandes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("hint", models.CharField(max_length=6, verbose_name="fin de la clé")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                (
                    "is_proved",
                    models.BooleanField(
                        default=False, verbose_name="faite avec une seconde preuve"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_token",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "clé d’interface",
                "verbose_name_plural": "clés d’interface",
            },
        ),
        migrations.CreateModel(
            name="DeskOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                ("reason", models.TextField(max_length=500, verbose_name="raison")),
                ("at", models.DateTimeField(verbose_name="le")),
                ("until", models.DateTimeField(verbose_name="jusqu’à")),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_openings",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "ouverture d’un espace",
                "verbose_name_plural": "ouvertures d’espaces",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
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
                        related_name="nudges",
                        to="demandes.demande",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "relance d’une collectivité",
                "verbose_name_plural": "relances des collectivités",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
                ("body", models.TextField(max_length=5000, verbose_name="texte")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reply_templates",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "modèle de réponse",
                "verbose_name_plural": "modèles de réponse",
                "ordering": ["title"],
            },
        ),
    ]
