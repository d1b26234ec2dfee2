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
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=150, verbose_name="question, avant"),
                ),
                ("body", models.TextField(verbose_name="texte, avant")),
                ("edited_at", models.DateTimeField(verbose_name="modifié le")),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.answer",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.comment",
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="questions.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "ordering": ["edited_at", "pk"],
                "indexes": [models.Index(fields=["editor", "edited_at"], name="revision_lately")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", True),
                                ("question__isnull", False),
                            ),
                            models.Q(
                                ("answer__isnull", False),
                                ("comment__isnull", True),
                                ("question__isnull", True),
                            ),
                            models.Q(
                                ("answer__isnull", True),
                                ("comment__isnull", False),
                                ("question__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="revision_of_one_text",
                    )
                ],
            },
        ),
    ]
