import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("questions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ambassadeur", "Ambassadeur"),
                            ("exploitant", "Exploitant"),
                            ("agence", "Agence"),
                            ("equipe", "Équipe nationale"),
                        ],
                        max_length=12,
                        verbose_name="en tant que",
                    ),
                ),
                ("of", models.CharField(blank=True, max_length=200, verbose_name="au nom de")),
                (
                    "why",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="pourquoi cette personne"
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="prévenue le")),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="questions.question",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions_asked_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "personne prévenue",
                "verbose_name_plural": "personnes prévenues",
                "ordering": ["asked_at", "pk"],
                "indexes": [models.Index(fields=["role", "asked_at"], name="asked_lately")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "user"), name="asked_once_a_question"
                    )
                ],
            },
        ),
    ]
