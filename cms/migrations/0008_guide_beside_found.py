import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0007_guide_share_image"),
    ]

    operations = [
        migrations.CreateModel(
            name="BesideFound",
            fields=[
                (
                    "guide",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="beside_found",
                        serialize=False,
                        to="cms.guidepage",
                    ),
                ),
                ("asked", models.CharField(max_length=64, verbose_name="sujet")),
                ("found", models.JSONField(default=dict, verbose_name="trouvé")),
                ("found_at", models.DateTimeField(verbose_name="cherché le")),
            ],
            options={
                "verbose_name": "ce que la recherche trouve pour un guide",
            },
        ),
    ]
