"""Whether a building's published sheet has a verified figure; filled from the sheets."""

from django.db import migrations, models


def fill(apps, schema_editor):
    figures = apps.get_model("coproprietes", "Figure").objects.filter(
        retour__copropriete=models.OuterRef("pk"),
        retour__state="publie",
        retour__status="publie",
        verified_at__isnull=False,
    )
    buildings = apps.get_model("coproprietes", "Copropriete").objects
    buildings.filter(models.Exists(figures)).update(has_verified_figures=True)


class Migration(migrations.Migration):
    dependencies = [("coproprietes", "0006_claims")]

    operations = [
        migrations.AddField(
            model_name="copropriete",
            name="has_verified_figures",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="chiffres vérifiés"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
