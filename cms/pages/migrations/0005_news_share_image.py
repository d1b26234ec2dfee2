import django.db.models.deletion
from django.db import migrations, models


def share_image() -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        help_text="Montrée quand la page est partagée. Vide : l’image du service.",
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to="wagtailimages.image",
        verbose_name="image de partage",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailimages", "0001_initial"),
        ("cms_pages", "0004_story_address"),
    ]

    operations = [
        migrations.AddField("newsindexpage", "share_image", share_image()),
    ]
