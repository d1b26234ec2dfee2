import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = [("membre", "Membre"), ("responsable", "Responsable")]


def person(**options):
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("comptes", "0002_closed_accounts")]

    operations = [
        migrations.CreateModel(
            name="RoleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_name", models.CharField(max_length=60, verbose_name="par")),
                ("person_name", models.CharField(max_length=60, verbose_name="à")),
                ("before", models.CharField(choices=ROLES, max_length=20, verbose_name="avant")),
                ("after", models.CharField(choices=ROLES, max_length=20, verbose_name="après")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="le")),
                ("actor", person()),
                ("person", person()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_changes",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={"verbose_name": "changement de rôle", "ordering": ["-at", "-pk"]},
        ),
    ]
