import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                (
                    "person_number",
                    models.PositiveBigIntegerField(db_index=True, verbose_name="numéro de compte"),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("code", "Code de connexion envoyé"),
                            ("cloture", "Compte fermé à la demande de la personne"),
                            ("role", "Rôle changé"),
                        ],
                        max_length=10,
                        verbose_name="acte",
                    ),
                ),
                ("reason", models.TextField(verbose_name="raison")),
                (
                    "detail",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="précision"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "acte sur un compte",
                "verbose_name_plural": "actes sur des comptes",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HelpCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’au")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_code",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "code d’aide à la connexion",
            },
        ),
    ]
