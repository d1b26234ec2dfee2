import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailimages", "0001_initial"),
        ("cms", "0006_guide_made_of"),
    ]

    operations = [
        migrations.AddField(
            "guidepage",
            "share_image",
            models.ForeignKey(
                blank=True,
                help_text="Montrée quand le guide est partagé. Vide : la première image du texte.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="image de partage",
            ),
        ),
    ]
