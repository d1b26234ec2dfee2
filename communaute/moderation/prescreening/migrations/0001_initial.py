import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="WordList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=80, unique=True, verbose_name="nom de la liste"),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Un par ligne. Accents, majuscules, lettres espacées ou déguisées ne comptent pas. Un mot suivi de * couvre aussi ce qui commence ainsi : « casino* ».",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="mots ou expressions",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="utilisée")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
            ],
            options={
                "verbose_name": "liste de mots",
                "verbose_name_plural": "listes de mots",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="RememberedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("words", models.TextField()),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "texte du jour",
                "verbose_name_plural": "textes du jour",
                "indexes": [
                    models.Index(fields=["digest", "at"], name="remembered_digest"),
                    models.Index(fields=["at"], name="remembered_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="remembered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("reasons", models.JSONField(default=list, verbose_name="raisons")),
                ("why", models.TextField(verbose_name="pourquoi")),
                ("was_public", models.BooleanField(default=False, verbose_name="déjà public")),
                ("held_at", models.DateTimeField(verbose_name="en attente depuis le")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="relu le")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("publie", "Publié"),
                            ("refuse", "Refusé"),
                            ("retire", "Retiré par son auteur"),
                        ],
                        max_length=12,
                        verbose_name="suite",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "relecture avant publication",
                "verbose_name_plural": "relectures avant publication",
                "ordering": ["held_at", "pk"],
                "indexes": [models.Index(fields=["settled_at"], name="review_settled")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("content_type", "object_id"),
                        name="review_one_waiting_per_text",
                    )
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
