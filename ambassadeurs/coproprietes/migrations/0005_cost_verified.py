"""Whether the costs shown on a card are verified; filled from the published sheets."""

from django.db import migrations, models


def fill(apps, schema_editor):
    figures = apps.get_model("coproprietes", "Figure").objects.filter(
        retour__copropriete=models.OuterRef("pk"),
        retour__state="publie",
        retour__status="publie",
        verified_at__isnull=False,
    )
    apps.get_model("coproprietes", "Copropriete").objects.filter(
        models.Exists(figures.filter(key="cout_avant")),
        models.Exists(figures.filter(key="cout_apres")),
    ).update(cost_verified=True)


class Migration(migrations.Migration):
    dependencies = [("coproprietes", "0004_register_words")]

    operations = [
        migrations.AddField(
            model_name="copropriete",
            name="cost_verified",
            field=models.BooleanField(default=False, editable=False, verbose_name="coûts vérifiés"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
