import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from socle.migration_operations import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cms_pages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandledComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handled_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="traité le"
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handled",
                        to="cms_pages.pagecomment",
                        verbose_name="avis",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis traité",
                "verbose_name_plural": "avis traités",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="OutgoingLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=1000, unique=True, verbose_name="adresse")),
                (
                    "next_check_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="à vérifier le",
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="vérifié le"),
                ),
                (
                    "failed_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="jours en échec"),
                ),
                (
                    "last_failed_on",
                    models.DateField(blank=True, null=True, verbose_name="dernier échec"),
                ),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="raison")),
            ],
            options={
                "verbose_name": "lien sortant",
                "verbose_name_plural": "liens sortants",
                "ordering": ["url"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("failed_days", 0), ("last_failed_on__isnull", True), ("reason", "")
                            ),
                            models.Q(
                                ("failed_days__gt", 0),
                                ("last_failed_on__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="desk_link_fails_with_its_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PageReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(verbose_name="lue le")),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d’une page",
                "verbose_name_plural": "lectures de pages",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LinkPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="page",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="cms_dashboard.outgoinglink",
                        verbose_name="lien",
                    ),
                ),
            ],
            options={
                "verbose_name": "page qui tient un lien",
                "verbose_name_plural": "pages qui tiennent un lien",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("link", "page"), name="desk_link_once")
                ],
            },
        ),
    ]
    operations = [CreateTables(operations)]
