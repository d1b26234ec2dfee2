from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visites", "0008_with_adviser")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="place_told_at",
            field=models.DateTimeField(null=True, verbose_name="lieu envoyé le"),
        ),
    ]
