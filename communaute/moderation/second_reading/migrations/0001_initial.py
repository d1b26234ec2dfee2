import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("moderation", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="DrawnMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(unique=True, verbose_name="mois")),
                ("decisions", models.PositiveIntegerField(verbose_name="décisions du mois")),
                ("drawn", models.PositiveIntegerField(verbose_name="tirées")),
            ],
            options={
                "verbose_name": "mois tiré",
                "ordering": ["-month"],
            },
        ),
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(db_index=True, verbose_name="mois")),
                (
                    "drawn_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="tirée le"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="relue le")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("laisser", "Le laisser en ligne"),
                            ("restreindre", "Le masquer, le supprimer ou le faire modifier"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="avis",
                    ),
                ),
                ("note", models.TextField(blank=True, default="", verbose_name="remarque")),
                ("agrees", models.BooleanField(null=True, verbose_name="même décision")),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_reading",
                        to="moderation.decision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comptes.organisation",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "deuxième lecture",
                "verbose_name_plural": "deuxièmes lectures",
                "ordering": ["month", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("exemple", "Cas d’école"),
                            ("limite", "Cas limite, tranché par l’équipe"),
                        ],
                        default="exemple",
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="titre")),
                (
                    "text",
                    models.TextField(
                        help_text="Inventé, ou sans aucun nom.",
                        max_length=2000,
                        verbose_name="le texte",
                    ),
                ),
                (
                    "context",
                    models.TextField(blank=True, max_length=1000, verbose_name="le contexte"),
                ),
                ("decision", models.CharField(max_length=200, verbose_name="la décision")),
                ("rule", models.CharField(blank=True, max_length=120, verbose_name="règle ou loi")),
                ("why", models.TextField(max_length=2000, verbose_name="pourquoi")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
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
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "cas de modération",
                "verbose_name_plural": "cas de modération",
                "ordering": ["position", "pk"],
            },
        ),
    ]
    operations = [CreateTables(operations)]
