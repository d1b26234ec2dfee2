from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coproprietes", "0011_mandates_to_decide"),
        ("moderation", "0014_first_of_queue"),
        ("reseaux", "0002_nearest_beyond"),
        ("territoires", "0002_load_geography"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="copropriete",
            name="copropriete_directory",
        ),
        migrations.AddField(
            model_name="copropriete",
            name="telling",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="ce qu’elle raconte"
            ),
        ),
        migrations.AddField(
            model_name="copropriete",
            name="telling_counted_on",
            field=models.DateField(editable=False, null=True, verbose_name="compté le"),
        ),
        migrations.AddIndex(
            model_name="copropriete",
            index=models.Index(
                condition=models.Q(
                    ("connected_year__isnull", False),
                    ("page_hidden_at", None),
                    ("reseau__isnull", False),
                ),
                fields=["-telling", "-connected_year", "name", "id"],
                name="copropriete_directory",
            ),
        ),
    ]
