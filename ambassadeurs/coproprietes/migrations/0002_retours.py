"""Sheets of experience, and the rules of the data."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import socle.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("coproprietes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetourExperience",
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
                            ("publie", "Publié"),
                            ("masque", "Masqué"),
                            ("supprime", "Supprimé par son auteur"),
                        ],
                        default="publie",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("edited_at", models.DateTimeField(null=True, verbose_name="modifié le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("brouillon", "Brouillon"),
                            ("propose", "Proposé à la relecture"),
                            ("publie", "Publié"),
                        ],
                        default="brouillon",
                        max_length=12,
                        verbose_name="avancement",
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=5000, verbose_name="pourquoi")),
                (
                    "convinced",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="qui il a fallu convaincre"
                    ),
                ),
                (
                    "objection",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="l’objection rencontrée"
                    ),
                ),
                (
                    "differently",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="ce que nous ferions autrement"
                    ),
                ),
                (
                    "months_from_idea",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="mois, de l’idée à la chaleur"
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="proposée le")),
                ("published_at", models.DateTimeField(null=True, verbose_name="publiée le")),
                ("review_note", models.TextField(blank=True, verbose_name="remarque du relecteur")),
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
                        related_name="retour",
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
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "retour d’expérience",
                "verbose_name_plural": "retours d’expérience",
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
                        storage=socle.uploads.private_storage,
                        upload_to="retours/%Y/%m/",
                        verbose_name="photo",
                        width_field="width",
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("alt", models.CharField(max_length=200, verbose_name="description")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "retour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="coproprietes.retourexperience",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["position", "pk"],
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
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retour",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="coproprietes.retourexperience",
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffre",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(fields=["reseau", "commune"], name="copropriete_place"),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(fields=["grid_x", "grid_y"], name="copropriete_grid"),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(
                fields=["public_longitude", "public_latitude"], name="copropriete_public"
            ),
        ),
        migrations.AddConstraint(
            model_name="copropriete",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("connected_year__isnull", True), ("reseau__isnull", False), _connector="OR"
                ),
                name="copropriete_connected_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="ambassadeur",
            constraint=models.UniqueConstraint(
                fields=("user", "copropriete"), name="ambassadeur_once_per_copropriete"
            ),
        ),
        migrations.AddConstraint(
            model_name="coproprietemember",
            constraint=models.UniqueConstraint(
                fields=("copropriete", "user"), name="copropriete_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("accepted_at__isnull", True)),
                fields=("copropriete", "email"),
                name="invitation_once_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(
                fields=("retour", "key"), name="figure_once_per_sheet"
            ),
        ),
    ]
