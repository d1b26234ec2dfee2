from django.db import migrations, models

PREFIX = "question-"


def known_by_its_address(apps, schema_editor):
    """Until now, a draft was known by its address."""
    guides = apps.get_model("cms", "GuidePage").objects
    for guide in guides.filter(slug__startswith=PREFIX).only("slug"):
        number = guide.slug.removeprefix(PREFIX)
        if number.isascii() and number.isdigit() and len(number) < 18:
            guides.filter(pk=guide.pk).update(made_of=int(number))


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_guide_beside")]

    operations = [
        migrations.AddField(
            "guidepage",
            "made_of",
            models.PositiveBigIntegerField(
                blank=True,
                db_index=True,
                editable=False,
                null=True,
                verbose_name="faite d’après la question",
            ),
        ),
        migrations.RunPython(known_by_its_address, migrations.RunPython.noop),
    ]
