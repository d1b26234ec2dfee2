from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0009_pages_share_image"),
    ]

    operations = [
        migrations.AlterField(
            model_name="guidepage",
            name="audience",
            field=models.CharField(
                blank=True,
                choices=[
                    ("coproprietaire", "Copropriétaires"),
                    ("conseil", "Conseils syndicaux"),
                    ("syndic", "Syndics"),
                    ("locataire", "Locataires"),
                ],
                help_text="Dit en tête du guide et dans la liste. Vide : le guide s’adresse à tous.",
                max_length=16,
                verbose_name="pour qui",
            ),
        ),
    ]
