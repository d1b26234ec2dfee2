from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_sealed_log")]

    operations = [
        migrations.AddField(
            "appeal",
            "looked_at_on",
            models.DateField("suivi le", editable=False, null=True),
        ),
    ]
