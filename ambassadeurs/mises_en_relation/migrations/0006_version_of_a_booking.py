from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mises_en_relation", "0005_withdrawn_consent_and_reopening")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="sequence",
            field=models.PositiveIntegerField(default=0, verbose_name="version du calendrier"),
        ),
    ]
