import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("coproprietes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ManagedBuilding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="ajouté le")),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="mesuré le"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "copropriete",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="managed",
                        to="coproprietes.copropriete",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="managed_buildings",
                        to="comptes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "immeuble géré",
                "verbose_name_plural": "immeubles gérés",
                "ordering": ["organisation", "pk"],
                "indexes": [
                    models.Index(fields=["organisation", "id"], name="managed_of"),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["id"],
                        name="managed_waiting",
                    ),
                ],
            },
        ),
    ]
